/** What the agent asks of a reader: one line of JSON a request, one line of JSON an answer. */
export type ReaderRequest =
  /** A configuration's text, as JSON5. */
  | { readonly do: "config"; readonly text: string }
  /** Any other JSON text. */
  | { readonly do: "json"; readonly text: string }
  /** `NAME=value` lines. */
  | { readonly do: "dotenv"; readonly text: string }
  /** One of OpenClaw's own databases: the shared one, or an agent's. */
  | { readonly do: "database"; readonly file: string; readonly kind: "shared" | "agent" };

export type ReaderAnswer =
  | { readonly value: unknown }
  | {
      readonly problem: string /** A limit of the reader's own; others may well read it. */;
      readonly isLimit?: true;
    };

/** Thrown by a reading with words that complete "the file was not read: …". */
export class Unreadable extends Error {}

/** Thrown where the reader itself goes no further. */
export class BeyondLimit extends Unreadable {}

/** No value below may lie deeper: whoever walks an answer may recurse. */
export const maxLevels = 64;

/** True when a value is nested deeper than `maxLevels`. Without recursion, so that any depth can be asked about. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxLevels) return true;
    const next: unknown[] = [];
    for (const each of level) {
      if (typeof each === "object" && each !== null)
        for (const inner of Object.values(each)) next.push(inner);
    }
    level = next.filter((each) => typeof each === "object" && each !== null);
  }
  return false;
}
