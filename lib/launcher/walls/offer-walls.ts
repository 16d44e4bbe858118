import type { PackageFamily, WallProgram } from "#lib/domain/host/wall-packages.ts";
import { installSteps, lostWalls, missingPrograms, nameMissing, shellLine } from "./wall-installer.ts";

export type WallOffer = {
  readonly isRoot: boolean;
  /** `--yes`: they may be installed without asking. */
  readonly isAgreed: boolean;
  readonly family: PackageFamily | null;
  readonly places: readonly string[];
  /** Asks the person at the terminal; null when nobody is there to answer. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  /** Runs the steps in order up to the first that fails. Returns why it failed; null when all went well. */
  readonly install: (steps: readonly [string, ...string[]][]) => Promise<string | null>;
  readonly say: (line: string) => void;
};

/**
 * Sees to it that a host has the programs of the walls between tenants, or says which it lacks and what
 * would bring them. Never keeps Bulkhead from starting.
 *
 * @returns the programs that are still missing
 */
export async function offerWalls(offer: WallOffer): Promise<WallProgram[]> {
  const { family, say } = offer;
  if (!offer.isRoot) {
    say("Walls between tenants need root, and Bulkhead doesn't run as root: every tenant runs as this user.");
    say("To have them, start it as root: sudo npm start");
    return [];
  }
  const missing = missingPrograms(offer.places);
  if (missing.length === 0) return [];
  say(
    `Missing on this host: ${nameMissing(family, missing)}. Without that, a tenant lacks ${lostWalls(missing)}.`,
  );
  if (family === null) {
    say("Install them with this host's package manager, then start Bulkhead again. Going on without.");
    return missing;
  }
  const steps = installSteps(family, missing);
  const line = shellLine(steps);
  if (!offer.isAgreed && !(await offer.ask?.(`Install now with \`${line}\`? [Y/n] `))) {
    say(`Going on without. To have them: ${line}`);
    say("Then start Bulkhead again. `npm start -- --yes` does both without asking.");
    return missing;
  }
  say(`Installing with: ${line}`);
  const problem = await offer.install(steps);
  const left = missingPrograms(offer.places);
  if (left.length === 0) {
    say(`Installed: ${nameMissing(family, missing)}.`);
    return [];
  }
  const reason = problem ?? "the packages are there, and the programs aren't where the host agent looks";
  say(`Not installed: ${nameMissing(family, left)}: ${reason}`);
  say(`Going on without. To have them: ${shellLine(installSteps(family, left))}`);
  say("Then start Bulkhead again.");
  return left;
}
