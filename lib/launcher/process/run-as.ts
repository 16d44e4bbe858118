/** The OS user that a child runs as; null for the launcher's own. Spawning with it also clears the groups. */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

/** The same as options of `spawn`. */
export function spawnIdentity(runAs: RunAs): { uid?: number; gid?: number } {
  return runAs ?? {};
}
