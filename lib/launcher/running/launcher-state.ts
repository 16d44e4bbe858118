import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { processIdentitySchema } from "#lib/launcher/process/process-identity.ts";

const launcherStateSchema = z.object({
  launcher: processIdentitySchema,
  url: z.string(),
  /** False until web and agent have answered once. */
  isUp: z.boolean(),
  /** What a killed launcher left behind is found by these. */
  children: z.record(z.string(), processIdentitySchema),
});
export type LauncherState = z.infer<typeof launcherStateSchema>;

/** What the last launcher of this installation noted down; null when it noted nothing or nothing legible. */
export function readLauncherState(file: string): LauncherState | null {
  try {
    return launcherStateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

/** What holds an installation that can't be locked, in words. */
export function describeRunning(state: LauncherState | null): string {
  if (!state) return "Bulkhead is being started by another process. Try again in a moment.";
  const { pid } = state.launcher;
  return state.isUp
    ? `Bulkhead runs already: ${state.url} (pid ${pid}). \`npm run down\` stops it.`
    : `Bulkhead is being started already (pid ${pid}); it will be at ${state.url}.`;
}

export function writeLauncherState(file: string, state: LauncherState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function removeLauncherState(file: string): void {
  rmSync(file, { force: true });
}
