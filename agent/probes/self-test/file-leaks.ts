import { chmod, chown, lstat, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { Leak, Pair } from "./leak.ts";

type Opening = readonly [file: string, mode: number];

/** Holes in the walls of a tenant's tree: its directories' and files' own modes. */
export const fileLeaks = {
  "open-state": opened("The state directory can be read by everybody", (at) => [[at.state, 0o755]]),
  "open-config": opened("The configuration can be read by everybody", (at) => [
    [at.config, 0o755],
    [at.configFile, 0o644],
  ]),
  "open-workspace": opened("The workspace can be read by everybody", (at) => [[at.workspace, 0o755]]),
  "open-logs": opened("The logs can be read by everybody", (at) => [[at.logs, 0o755]]),
  "open-backups": opened("The backups can be read by everybody", (at) => [[at.backups, 0o755]]),
  "open-secrets": opened("The secrets can be read by everybody", (at) => [
    [at.secrets, 0o755],
    [at.secretsFile, 0o644],
  ]),
  "open-output": opened("Everybody may write where the Gateway's output goes", (at) => [[at.output, 0o733]]),
  "open-cache": opened("Everybody may write into the cache", (at) => [[at.cache, 0o733]]),
  "open-browser": stateChild("The browser profile can be read by everybody", (at) => at.browser),
  "open-credentials": stateChild("The channel credentials can be read by everybody", (at) => at.credentials),
} as const satisfies Readonly<Record<string, Leak>>;

function opened(title: string, openings: (layout: TenantLayout) => readonly Opening[]): Leak {
  return {
    title,
    stage: "bare",
    plant: ({ targetLayout }) => setModes([[targetLayout.tree, 0o711], ...openings(targetLayout)]),
  };
}

/**
 * A directory that OpenClaw makes inside its state when it needs it. To reach
 * it the state directory has to let others pass, and so gives away what of it
 * can be named.
 */
function stateChild(title: string, at: (layout: TenantLayout) => string): Leak {
  return {
    title,
    stage: "bare",
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
