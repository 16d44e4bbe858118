import { chmod, chown, lstat, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { TenantLayout } from "#agent/boundary/tenant-layout.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import type { Leak, Pair } from "./leak.ts";

type Opening = readonly [file: string, mode: number];

/** Holes in the walls of a tenant's tree: its directories' and files' own modes. */
export const fileLeaks: readonly Leak[] = [
  opened("state", "The state directory can be read by everybody", (at) => [[at.state, 0o755]], [
    "files.state",
  ]),
  opened(
    "config",
    "The configuration can be read by everybody",
    (at) => [
      [at.config, 0o755],
      [at.configFile, 0o644],
    ],
    ["files.config"],
  ),
  opened("workspace", "The workspace can be read by everybody", (at) => [[at.workspace, 0o755]], [
    "files.workspace",
    "files.link",
  ]),
  opened("logs", "The logs can be read by everybody", (at) => [[at.logs, 0o755]], ["files.logs"]),
  opened("backups", "The backups can be read by everybody", (at) => [[at.backups, 0o755]], ["files.backups"]),
  opened(
    "secrets",
    "The secrets can be read by everybody",
    (at) => [
      [at.secrets, 0o755],
      [at.secretsFile, 0o644],
    ],
    ["files.secrets"],
  ),
  opened("output", "Everybody may write where the Gateway's output goes", (at) => [[at.output, 0o733]], [
    "files.write",
  ]),
  opened("cache", "Everybody may write into the cache", (at) => [[at.cache, 0o733]], [
    "files.write",
    "shared.caches",
  ]),
  stateChild("browser", "The browser profile can be read by everybody", (at) => at.browser, "files.browser"),
  stateChild(
    "credentials",
    "The channel credentials can be read by everybody",
    (at) => at.credentials,
    "files.credentials",
  ),
];

function opened(
  id: string,
  title: string,
  openings: (layout: TenantLayout) => readonly Opening[],
  expected: readonly ProbeId[],
): Leak {
  return {
    id: `open-${id}`,
    title,
    stage: "bare",
    expected,
    plant: ({ targetLayout }) => setModes([[targetLayout.tree, 0o711], ...openings(targetLayout)]),
  };
}

/** A directory that OpenClaw makes inside its state when it needs it. */
function stateChild(id: string, title: string, at: (layout: TenantLayout) => string, probe: ProbeId): Leak {
  return {
    id: `open-${id}`,
    title,
    stage: "bare",
    // To reach it the state directory has to let others pass, and so gives away what of it can be named.
    expected: [probe, "files.state"],
    async plant({ targetLayout, target }: Pair) {
      const directory = at(targetLayout);
      const isMade = await mkdir(directory).then(
        () => true,
        () => false,
      );
      if (isMade) await chown(directory, target.uid, target.gid);
      const close = await setModes([
        [targetLayout.tree, 0o711],
        [path.dirname(directory), 0o711],
        [directory, 0o755],
      ]);
      return async () => {
        await close();
        if (isMade) await rm(directory, { recursive: true, force: true });
      };
    },
  };
}

async function setModes(openings: readonly Opening[]): Promise<() => Promise<void>> {
  const before: Opening[] = [];
  for (const [file, mode] of openings) {
    before.push([file, (await lstat(file)).mode & 0o7777]);
    await chmod(file, mode);
  }
  return async () => {
    for (const [file, mode] of before.reverse()) await chmod(file, mode);
  };
}
