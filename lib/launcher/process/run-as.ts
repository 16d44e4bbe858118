/** The OS user that a child runs as; null for the launcher's own. */
export type RunAs = { readonly uid: number; readonly gid: number } | null;

/** The same as options of `spawn`, which also clears the groups. */
export function spawnIdentity(runAs: RunAs): { uid?: number; gid?: number } {
  return runAs ?? {};
}

/**
 * What comes before a program that is to run as somebody else and never become more: no groups, no
 * capabilities, no way to get any back, not even by a set-uid program.
 *
 * @param deathSignal what the program gets when the launcher ends, however that comes; null for nothing
 */
export function unprivileged(runAs: RunAs, deathSignal: string | null): { file: string; args: string[] } {
  const identity = runAs
    ? [`--reuid=${runAs.uid}`, `--regid=${runAs.gid}`, "--clear-groups", "--bounding-set=-all"]
    : [];
  const bound = deathSignal === null ? [] : ["--pdeathsig", deathSignal];
  return {
    file: "setpriv",
    args: [...identity, "--inh-caps=-all", "--no-new-privs", ...bound, "--"],
  };
}
