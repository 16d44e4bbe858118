import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

const maxSecretsBytes = 1024 * 1024;
const maxValues = 200_000;

export type SecretValues = {
  readonly values: readonly string[];
  /** Why the file as a whole is not known; null when it is. */
  readonly problem: string | null;
};

/** The values of a secrets file, never its names. Of a damaged one what can still be made out. */
export function readSecretValues(path: string): SecretValues {
  const text = readBounded(path);
  if ("problem" in text) return { values: [], problem: text.problem };
  try {
    return { values: leavesOf(JSON.parse(text.content)), problem: null };
  } catch {
    return { values: literalsIn(text.content), problem: "it is damaged" };
  }
}

/** Tells one state of the file from the next without reading it. */
export function secretsStamp(path: string): string {
  const opened = openSecrets(path);
  if (typeof opened === "string") return opened;
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(opened, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(":");
  } finally {
    closeSync(opened);
  }
}

function readBounded(path: string): { content: string } | { problem: string } {
  const opened = openSecrets(path);
  if (typeof opened === "string") return { problem: opened };
  try {
    const stat = fstatSync(opened);
    if (!stat.isFile()) return { problem: "it is not a file" };
    if (stat.size > maxSecretsBytes) return { problem: "it is larger than 1 MiB" };
    const buffer = Buffer.alloc(maxSecretsBytes);
    let size = 0;
    for (let read = -1; read !== 0 && size < maxSecretsBytes; size += read) {
      read = readSync(opened, buffer, size, maxSecretsBytes - size, size);
    }
    return { content: buffer.toString("utf8", 0, size) };
  } catch {
    return { problem: "it can't be read" };
  } finally {
    closeSync(opened);
  }
}

function openSecrets(path: string): number | string {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return "it is missing";
    return code === "ELOOP" ? "it is a link" : "it can't be read";
  }
}

/** Every string of a document of any depth, in the order of reading. */
function leavesOf(document: unknown): string[] {
  const values: string[] = [];
  const waiting: unknown[] = [document];
  while (waiting.length > 0 && values.length < maxValues) {
    const next = waiting.pop();
    if (typeof next === "string") values.push(next);
    else if (typeof next === "object" && next !== null) {
      for (const inner of Object.values(next).reverse()) waiting.push(inner);
    }
  }
  return values;
}

/** String literals that are not followed by a colon, which would make them names. */
function literalsIn(text: string): string[] {
  const values: string[] = [];
  for (const [, literal = "", colon] of text.matchAll(/("(?:[^"\\\n]|\\[^\n])*")(\s{0,20}:)?/g)) {
    if (values.length >= maxValues) break;
    if (colon === undefined) values.push(unquoted(literal));
  }
  return values;
}

function unquoted(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal.slice(1, -1);
  }
}
