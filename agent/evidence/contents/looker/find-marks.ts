import { createHash } from "node:crypto";
import type { Mark, MarkKind } from "./look-order.ts";

const mostKeys = 20;
const mostKeyBytes = 16 * 1024;
const mostPages = 2000;
const headBytes = 256 * 1024;
const sqlite = Buffer.from("SQLite format 3\0");
const keyBegins = Buffer.from("PRIVATE KEY-----");
const keyEnds = Buffer.from("-----END");
const browserTables = ["cookies", "moz_cookies", "logins", "moz_logins"];
/** What stands in pages that are alike in all new databases: versions, and the schema itself, which may fill several. */
const common = ["last_compatible_version", "CREATE TABLE", "CREATE INDEX", "CREATE UNIQUE INDEX"];
/** Of a record on average; below it stand counters, such as those of sqlite_sequence. */
const leastRecordBytes = 40;

const privatePart =
  /"priv[a-zA-Z]*"\s*:\s*(?:\{[^{}"]*"type"\s*:\s*"Buffer"\s*,\s*"data"\s*:\s*)?"([A-Za-z0-9+/_=-]{32,})"/g;

const namedFiles: readonly (readonly [RegExp, MarkKind])[] = [
  [/(^|\/)creds\.json$/, "sign-in-file"],
  [/(^|\/)(identity\/[^/]+\.json|device[^/]*\.json)$/i, "identity-file"],
  [/\.(p12|pfx|jks|keystore|kdbx|ppk)$/i, "identity-file"],
  [/(^|\/)(Cookies|Login Data|cookies\.sqlite|key4\.db|logins\.json)$/, "browser-records"],
];

/** Packages bring keys of their own for their tests. */
export function isOfPackage(file: string): boolean {
  return file.includes("/node_modules/");
}

/**
 * What in a file is one tenant's alone, by its bytes: private keys whatever
 * file they are in, a browser's cookies and sign-ins, files that hold an
 * identity. What a package brings is nobody's.
 */
export function findMarks(file: string, bytes: Buffer): Mark[] {
  if (isOfPackage(file)) return [];
  const isDatabase = bytes.subarray(0, sqlite.length).equals(sqlite);
  const named = namedFiles.find(([form]) => form.test(file))?.[1] ?? null;
  // OpenClaw's own database has the key of its device.
  const marks = findKeys(bytes, mostKeys);
  if (isDatabase) marks.push(...pagesOf(bytes, named === "browser-records"));
  else if (named !== null && hasKeyMaterial(bytes)) marks.push(markOf(named, bytes));
  if (named === "sign-in-file") marks.push(...privatePartsOf(bytes));
  return marks;
}

/** The private keys in a text, and no more than so many. */
export function findKeys(bytes: Buffer, most: number): Mark[] {
  const marks: Mark[] = [];
  let end = 0;
  for (let at = bytes.indexOf(keyBegins); at >= 0; at = bytes.indexOf(keyBegins, at + 1)) {
    const start = at + keyBegins.length;
    // Looked for once, however many begin before it.
    if (end < start) end = bytes.indexOf(keyEnds, start);
    if (end < 0 || marks.length === most) break;
    if (end - start > mostKeyBytes) continue;
    // However its lines are broken, and whether JSON holds it or a file of its own.
    const body = bytes.toString("latin1", start, end).replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, "");
    if (body.length >= 40) marks.push(markOf("private-key", body));
    at = end;
  }
  return marks;
}

/**
 * Pages that have records in them, of a database of cookies or sign-ins: two
 * that were one have pages in common long after each went on by itself. New
 * ones are alike in all but records.
 */
function pagesOf(bytes: Buffer, isNamed: boolean): Mark[] {
  const head = bytes.toString("latin1", 0, headBytes);
  const isBrowsers = browserTables.some((table) =>
    new RegExp(`CREATE TABLE ["'\`]?${table}\\b`, "i").test(head),
  );
  if (!isNamed && !isBrowsers) return [];
  const given = bytes.readUInt16BE(16);
  const size = given === 1 ? 65_536 : given;
  if (size < 512) return [];
  const marks: Mark[] = [];
  for (let at = size; at + size <= bytes.length && marks.length < mostPages; at += size) {
    const page = bytes.subarray(at, at + size);
    if (holdsRecords(page) && !common.some((text) => page.includes(text)))
      marks.push(markOf("browser-records", page));
  }
  return marks;
}

/** A leaf of a table, with its number of records and where the first of their bytes is. */
function holdsRecords(page: Buffer): boolean {
  if (page[0] !== 0x0d) return false;
  const [count, start] = [page.readUInt16BE(3), page.readUInt16BE(5) || 65_536];
  return count > 0 && page.length - start >= count * leastRecordBytes;
}

/** Without a long run of mixed characters a file says nothing that another of its kind wouldn't. */
function hasKeyMaterial(bytes: Buffer): boolean {
  const runs = bytes.toString("latin1", 0, headBytes).match(/[A-Za-z0-9+_=-]{16,}/g) ?? [];
  const isMixed = runs.some((run) => /[0-9]/.test(run) && /[A-Z]/.test(run) && /[a-z]/.test(run));
  return isMixed || runs.some((run) => /^[0-9a-f]{32,}$/i.test(run)) || bytes.includes(0);
}

/** What of a sign-in stays as it is while the rest of its file goes on. */
function privatePartsOf(bytes: Buffer): Mark[] {
  const text = bytes.toString("latin1", 0, headBytes);
  return [...text.matchAll(privatePart)]
    .slice(0, mostKeys)
    .map(([, part = ""]) => markOf("sign-in-file", part));
}

function markOf(kind: MarkKind, bytes: Buffer | string): Mark {
  return { kind, digest: createHash("sha256").update(bytes).digest("hex"), isOfPackage: false };
}
