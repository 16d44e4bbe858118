import { accessSync, constants, copyFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { Unreadable } from "./protocol.ts";

const attempts = 3;
/** Above this a database whose journal has lost its index is not copied to be read. */
const maxCopyBytes = 32 * 1024 * 1024;

/**
 * Opens a live database without changing anything beside it: where nothing is
 * in its journal, as a file that doesn't change, and looked at again
 * afterwards; where something is, through the journal's index that is there.
 */
export function withDatabase<T>(file: string, read: (database: DatabaseSync) => T): T {
  for (let attempt = 1; ; attempt += 1) {
    const before = stampOf(file);
    try {
      const value = openAndRead(file, read);
      if (before.isJournaled || stampOf(file).stamp === before.stamp) return value;
    } catch (error) {
      if (error instanceof Unreadable) throw error;
      // A half of a write looks like damage; only one that doesn't change is damaged.
      if (stampOf(file).stamp === before.stamp) throw new Unreadable("it is not a database that can be read");
    }
    if (attempt === attempts) throw new Unreadable("it kept changing");
  }
}

function openAndRead<T>(file: string, read: (database: DatabaseSync) => T): T {
  refuseClosed(file);
  if (sizeOf(`${file}-journal`) > 0) throw new Unreadable("a write to it is under way or was cut off");
  if (sizeOf(`${file}-wal`) <= 0) return use(immutable(file), read);
  if (sizeOf(`${file}-shm`) > 0) return use(file, read);
  if (sizeOf(file) + sizeOf(`${file}-wal`) > maxCopyBytes)
    throw new Unreadable("its journal has lost its index, and it is too large to be copied");
  const directory = mkdtempSync(path.join(tmpdir(), "read-"));
  try {
    const copy = path.join(directory, "copy.sqlite");
    copyFileSync(file, copy);
    copyFileSync(`${file}-wal`, `${copy}-wal`);
    return use(copy, read, false);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function use<T>(file: string | URL, read: (database: DatabaseSync) => T, readOnly = true): T {
  using database = new DatabaseSync(file, { readOnly, allowExtension: false, timeout: 500 });
  database.exec("PRAGMA trusted_schema=OFF; PRAGMA query_only=ON; PRAGMA mmap_size=0");
  return read(database);
}

function immutable(file: string): URL {
  const url = pathToFileURL(file);
  url.searchParams.set("immutable", "1");
  return url;
}

/** Changes whenever the database does, as far as it isn't in its journal. */
function stampOf(file: string) {
  const parts = [file, `${file}-wal`].map((each) => {
    const stat = statSync(each, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? "none" : `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  });
  return { stamp: parts.join(" "), isJournaled: sizeOf(`${file}-wal`) > 0 };
}

/** -1 when it is not there. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? -1;
}

function refuseClosed(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch {
    throw new Unreadable("the tenant's own user may not read it");
  }
}
