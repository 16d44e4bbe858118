import { createHash } from "node:crypto";
import JSON5 from "json5";
import { followIncludes, hasInclude, type Include, wholeHash } from "./follow-includes.ts";
import { isObject, type JsonObject } from "./json-value.ts";
import { readBytesInside } from "./open-inside.ts";

/** The configuration that a Gateway uses, as it lies on disk. */
export type ConfigReading =
  | {
      readonly isReadable: true;
      readonly config: JsonObject;
      readonly hash: string;
      /** Of the file and everything that it includes. */
      readonly wholeHash: string;
      readonly modifiedAt: Date;
      readonly includes: readonly Include[];
    }
  | {
      readonly isReadable: false;
      readonly reason: string;
      readonly isInvalid: boolean;
      readonly hash: string | null;
      readonly wholeHash: string | null;
      /** Files that it includes, where that is why it can't be read. */
      readonly includes: readonly Include[];
    };

export async function readConfig(root: string, file: string): Promise<ConfigReading> {
  const inside = await readBytesInside(root, file);
  if (inside.status === "missing") return unreadable(`The configuration ${file} does not exist.`);
  if (inside.status === "refused") return unreadable(`The configuration was not read: ${inside.reason}.`);
  const hash = createHash("sha256").update(inside.value).digest("hex");
  const parsed = parseConfig(inside.value.toString("utf8"));
  if ("reason" in parsed) return { isReadable: false, ...parsed, hash, wholeHash: hash, includes: [] };
  const whole = await followIncludes(root, file, parsed.config);
  if (whole.problem !== null) {
    const { problem: reason, includes } = whole;
    const all = wholeHash(hash, includes);
    return { isReadable: false, isInvalid: false, reason, hash, wholeHash: all, includes };
  }
  const { config, includes } = whole;
  const modifiedAt = inside.stat.mtime;
  return { isReadable: true, config, hash, wholeHash: wholeHash(hash, includes), modifiedAt, includes };
}

/** Reads the text as OpenClaw does; `$include` stays where it stands. */
export function parseConfig(text: string): { config: JsonObject } | { reason: string; isInvalid: boolean } {
  let value: unknown;
  try {
    value = JSON5.parse(text);
  } catch (error) {
    const where = error instanceof Error ? (/at \d+:\d+/.exec(error.message)?.[0] ?? "") : "";
    return { reason: `The configuration is not valid JSON5${where && ` (${where})`}.`, isInvalid: true };
  }
  if (!isObject(value)) return { reason: "The configuration is not an object.", isInvalid: true };
  try {
    hasInclude(value);
  } catch {
    return { reason: "The configuration is nested too deeply.", isInvalid: true };
  }
  return { config: value };
}

function unreadable(reason: string): ConfigReading {
  return { isReadable: false, reason, isInvalid: false, hash: null, wholeHash: null, includes: [] };
}
