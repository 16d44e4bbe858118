import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { findMarks } from "./find-marks.ts";

const key = () =>
  generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
const mine = key();
const digests = (text: string | Buffer, file = "/t/a.txt") =>
  findMarks(file, Buffer.from(text)).map(({ digest }) => digest);

/** A database as a browser makes it, with so many cookies. */
function cookies(values: readonly string[], table = "cookies"): Buffer {
  const directory = mkdtempSync(path.join(tmpdir(), "bulkhead-marks-"));
  const file = path.join(directory, "Cookies");
  try {
    {
      using database = new DatabaseSync(file);
      database.exec(`PRAGMA journal_mode=DELETE;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
        INSERT INTO meta VALUES ('version', '24'), ('last_compatible_version', '24');
        CREATE TABLE ${table} (host_key TEXT, name TEXT, value TEXT)`);
      const insert = database.prepare(`INSERT INTO ${table} VALUES ('example.org', 'sid', ?)`);
      for (const value of values) insert.run(value);
    }
    return readFileSync(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("knows a private key whatever file it stands in", () => {
  const [plain] = digests(mine.privateKey, "/t/.ssh/id_ed25519");
  expect(plain).toBeDefined();
  expect(digests(`notes\r\n${mine.privateKey.replaceAll("\n", "\r\n   ")}`)).toEqual([plain]);
  expect(digests(JSON.stringify({ privateKeyPem: mine.privateKey }))).toEqual([plain]);
  expect(digests(key().privateKey)).not.toEqual([plain]);
});

test("takes no public key for a private one, and none that a package brings", () => {
  expect(digests(mine.publicKey)).toEqual([]);
  expect(digests(mine.privateKey, "/t/npm/node_modules/tls/test.pem")).toEqual([]);
});

test("knows a browser's cookies by the pages that hold some", () => {
  const many = Array.from({ length: 200 }, (_, at) => `value-${at}-${"x".repeat(100)}`);
  const before = digests(cookies(many), "/t/profile/Cookies");
  const after = digests(cookies([...many, "one more"]), "/t/elsewhere/c.db");
  expect(before.some((digest) => after.includes(digest))).toBe(true);
});

test.each(["cookies", "logins", "moz_cookies"])("finds nothing in two new databases of %s", (table) => {
  expect(digests(cookies([], table), "/t/profile/Cookies")).toEqual([]);
});

/** A database of sign-ins with a schema that takes several pages, and counters. */
function signIns(passwords: readonly string[]): Buffer {
  const directory = mkdtempSync(path.join(tmpdir(), "bulkhead-marks-"));
  const file = path.join(directory, "Login Data");
  try {
    {
      using database = new DatabaseSync(file);
      const columns = Array.from({ length: 40 }, (_, at) => `column_${at} VARCHAR NOT NULL DEFAULT ''`);
      database.exec(`PRAGMA journal_mode=DELETE; PRAGMA page_size=2048;
        CREATE TABLE logins (id INTEGER PRIMARY KEY AUTOINCREMENT, origin_url TEXT, password_value TEXT);
        CREATE TABLE stats (${columns}); CREATE TABLE more (${columns}); CREATE TABLE notes (${columns});
        CREATE UNIQUE INDEX by_origin ON logins (origin_url, id)`);
      const insert = database.prepare("INSERT INTO logins (origin_url, password_value) VALUES (?, ?)");
      for (const password of passwords) insert.run("https://example.org/sign-in/with/a/long/path", password);
      if (passwords.length === 0) database.exec("INSERT INTO sqlite_sequence VALUES ('logins', 0)");
    }
    return readFileSync(file);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test("finds nothing in a new database of sign-ins, however large its schema, and every record in others", () => {
  expect(signIns([]).length).toBeGreaterThan(4 * 2048);
  expect(digests(signIns([]), "/t/Default/Login Data")).toEqual([]);
  const [one, other] = [digests(signIns(["a1b2"])), digests(signIns(["c3d4"]))];
  expect([one.length, other.length]).toEqual([1, 1]);
  expect(one).not.toEqual(other);
});

test("finds nothing in a database that is no browser's", () => {
  expect(digests(cookies(["a"], "note"), "/t/notes.sqlite")).toEqual([]);
});

test.each([
  ["/t/state/credentials/whatsapp/default/creds.json", "sign-in-file"],
  ["/t/elsewhere/creds.json", "sign-in-file"],
  ["/t/state/identity/device.json", "identity-file"],
  ["/t/old/device-auth.json", "identity-file"],
  ["/t/keys/client.p12", "identity-file"],
  ["/t/x/Login Data", "browser-records"],
])("knows %s by its bytes", (file, kind) => {
  expect(findMarks(file, Buffer.from(`{"id":"Hq7vX2mK9pL4tR8w"}`)).map((mark) => mark.kind)).toEqual([kind]);
  expect(findMarks(file, Buffer.from(`{"version":1,"devices":{}}`))).toEqual([]);
});

test("is done in no time with a file of many keys that begin and one that ends", () => {
  const begins = "PRIVATE KEY-----".repeat(1_000_000);
  expect(digests(`${begins}${"x".repeat(20_000)}-----END`)).toEqual([]);
  expect(digests(begins)).toEqual([]);
});
