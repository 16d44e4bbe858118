import { closeSync, openSync } from "node:fs";

/**
 * Opens files of the agent's for a program that is started at once, which
 * finds them from descriptor 3 on. The agent keeps none of them open.
 *
 * @param start gets the descriptors for the end of `stdio`
 */
export function withInherited<T>(files: readonly string[] | undefined, start: (handles: number[]) => T): T {
  const handles: number[] = [];
  try {
    for (const file of files ?? []) handles.push(openSync(file, "r"));
    return start(handles);
  } finally {
    for (const handle of handles) closeSync(handle);
  }
}

/** The descriptor that the first of them gets. */
export const firstInherited = 3;
