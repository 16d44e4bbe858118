import { readFile } from "node:fs/promises";
import { packageFamilyOf } from "#lib/domain/host/wall-packages.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { say, step } from "#lib/launcher/terminal/progress.ts";
import { askPerson } from "./ask-person.ts";
import { offerWalls } from "./offer-walls.ts";
import { runInstallSteps } from "./run-install-steps.ts";
import { programPlaces } from "./wall-installer.ts";

/** Offers this host's missing walls to whoever starts Bulkhead, before it starts. */
export async function completeWalls(
  { isRoot }: Pick<Settings, "isRoot">,
  isAgreed: boolean,
  signal: AbortSignal,
): Promise<void> {
  const { stdin: input, stdout: output } = process;
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  await offerWalls({
    isRoot,
    isAgreed,
    family: packageFamilyOf(release),
    places: programPlaces,
    ask: input.isTTY && output.isTTY ? (text) => askPerson(text, { input, output }, signal) : null,
    install: (steps) => step("Installing packages", () => runInstallSteps(steps, process.env)),
    say,
  });
  signal.throwIfAborted();
}
