import { readFile, rm, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { tarHeader } from "#agent/reader/testing/packed.ts";

const pageBytes = 4096;
const levels = 17;

/**
 * Writes a database of 77 kB whose one table is 17 levels deep, every page of a
 * level pointing at the one page below it some hundred times: a query that has
 * to look at each row never ends.
 */
export async function writeEndlessDatabase(file: string, kind: "shared" | "agent"): Promise<void> {
  const [table, key, value] =
    kind === "shared"
      ? ["config_machine_state", "state_key", "value_json"]
      : ["auth_profile_store", "store_key", "store_json"];
  await rm(file, { force: true });
  {
    using database = new DatabaseSync(file);
    database.exec(`PRAGMA page_size=${pageBytes}; PRAGMA journal_mode=DELETE;
      CREATE TABLE ${table} (${key} TEXT, ${value} TEXT);
      INSERT INTO ${table} VALUES ('x', 'y')`);
  }
  const plain = await readFile(file);
  const first = Buffer.from(plain.subarray(0, pageBytes));
  const leaf = plain.subarray(pageBytes, 2 * pageBytes);
  first.writeUInt32BE(levels + 2, 28);
  const inner = Array.from({ length: levels }, (_, level) => pageOfCopies(level + 3));
  await writeFile(file, Buffer.concat([first, ...inner, leaf]));
}

/** An inner page of a table whose children are all one page. */
function pageOfCopies(child: number): Buffer {
  const page = Buffer.alloc(pageBytes);
  const cellBytes = 5;
  const count = Math.floor((pageBytes - 12) / (cellBytes + 2));
  page.writeUInt8(5, 0);
  page.writeUInt16BE(count, 3);
  page.writeUInt16BE(pageBytes - count * cellBytes, 5);
  page.writeUInt32BE(child, 8);
  for (let cell = 0; cell < count; cell += 1) {
    const at = pageBytes - (cell + 1) * cellBytes;
    page.writeUInt16BE(at, 12 + cell * 2);
    page.writeUInt32BE(child, at);
    page.writeUInt8(1, at + 4);
  }
  return page;
}

/** A small gzip file that unpacks to so many MiB of zeros in the contents of one entry of a tar archive. */
export function gzipBomb(mebibytes: number): Buffer {
  const header = tarHeader("state/huge", mebibytes * 1024 * 1024);
  const piece = gzipSync(Buffer.alloc(1024 * 1024));
  // Members of a gzip file that follow each other are one text.
  return Buffer.concat([gzipSync(header), ...Array.from({ length: mebibytes }, () => piece)]);
}

/** A tar archive, packed, of so many empty entries. */
export function archiveOfMany(count: number): Buffer {
  return gzipSync(Buffer.concat(Array.from({ length: count }, () => tarHeader("a", 0))), { level: 1 });
}

export function deepJson(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}
