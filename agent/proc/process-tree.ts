import { readFileSync } from "node:fs";

/**
 * A process and everything that descends from it, parents first. Cheap: the
 * kernel keeps the list, so the other processes of the host are not read.
 */
export function processTree(pid: number): number[] {
  const tree = [pid];
  for (const member of tree) tree.push(...childrenOf(member));
  return tree;
}

/** Kills a process with all its descendants, the youngest first, so that none is lost from sight. */
export function killTree(pid: number): void {
  for (const member of processTree(pid).reverse()) {
    try {
      process.kill(member, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}

function childrenOf(pid: number): number[] {
  try {
    return (readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").match(/\d+/g) ?? []).map(Number);
  } catch {
    return [];
  }
}
