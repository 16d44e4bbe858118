import { accessSync, constants } from "node:fs";
import path from "node:path";
import {
  installCommand,
  type PackageFamily,
  packagesFor,
  type WallProgram,
  wallPrograms,
} from "#lib/domain/host/wall-packages.ts";

/** Where the host agent looks for them too. */
export const programPlaces = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"] as const;

/** The programs of the walls that this host hasn't. */
export function missingPrograms(places: readonly string[]): WallProgram[] {
  return wallPrograms.filter((program) => !places.some((place) => isExecutable(path.join(place, program))));
}

/** What installs them without a question, one program after the other. */
export function installSteps(
  family: PackageFamily,
  programs: readonly WallProgram[],
): [string, ...string[]][] {
  const [file = "", verb = "", ...packages] = installCommand(family, programs);
  const install: [string, ...string[]] = [file, verb, "-y", ...packages];
  // A fresh Debian has no list of packages yet.
  return family === "debian" ? [[file, "update"], install] : [install];
}

/** The same as one line for a shell. */
export function shellLine(steps: readonly (readonly string[])[]): string {
  return steps.map((words) => words.join(" ")).join(" && ");
}

/** "bubblewrap and nftables"; by Debian's names, which are the projects' own, where the family isn't known. */
export function nameMissing(family: PackageFamily | null, programs: readonly WallProgram[]): string {
  return new Intl.ListFormat("en").format(packagesFor(family ?? "debian", programs));
}

/** The walls that aren't there without these programs. */
export function lostWalls(programs: readonly WallProgram[]): string {
  const lost = programs.map((program) => wallOf[program]);
  return new Intl.ListFormat("en").format(new Set(lost));
}

const wallOf: Readonly<Record<WallProgram, string>> = {
  bwrap: "a private view of the host",
  nft: "the firewall around its ports",
  ip: "a network of its own",
  pasta: "a network of its own",
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
