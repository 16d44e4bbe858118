import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isObject } from "./json-value.ts";
import { copyInside, listInside } from "./open-inside.ts";

/** A secret that OpenClaw keeps in its own databases. */
type StoredSecret = { readonly label: string; readonly value: string };

/** What OpenClaw's databases hold; `problems` says which could not be read, and why. */
export type AuthProfiles = {
  readonly profiles: readonly StoredSecret[];
  /** The Gateway's own secret store, by name. */
  readonly store: ReadonlyMap<string, string>;
  readonly databases: number;
  readonly problems: readonly string[];
};

/** Transcripts live in an agent's database, so it grows; above this it is not copied. */
const maxDatabaseBytes = 256 * 1024 * 1024;
const attempts = 3;

/** Removes copies that an agent left behind when it was killed while reading them. */
export async function removeStaleCopies(workDirectory: string): Promise<void> {
  for (const name of await readdir(workDirectory)) {
    if (!/^evidence-\d+-/.test(name) || name.startsWith(`evidence-${process.pid}-`)) continue;
    await rm(path.join(workDirectory, name), { recursive: true, force: true });
  }
}

/**
 * Reads sign-ins for model providers and stored secrets from copies of
 * OpenClaw's databases. The live files are never opened as databases: an open
 * would write beside them as the agent's user.
 *
 * @param workDirectory the agent's own 0700 directory, where copies are made and removed
 */
export async function readAuthProfiles(
  workDirectory: string,
  root: string,
  stateDirectory: string,
): Promise<AuthProfiles> {
  const profiles: StoredSecret[] = [];
  const store = new Map<string, string>();
  const problems: string[] = [];
  let databases = 0;
  const shared = path.join(stateDirectory, "state", "openclaw.sqlite");
  const agents = await agentDatabases(root, stateDirectory, problems);
  for (const { file, owner } of [{ file: shared, owner: null }, ...agents]) {
    const found = await withCopy(workDirectory, root, file, (database) =>
      owner === null ? readShared(database) : readAgent(database, owner),
    );
    if (found === null) continue;
    databases += 1;
    if ("problem" in found) problems.push(found.problem);
    else {
      profiles.push(...found.profiles);
      for (const [name, value] of found.store) store.set(name, value);
    }
  }
  return { profiles, store, databases, problems };
}

type Found = { profiles: StoredSecret[]; store: Map<string, string> };

async function agentDatabases(root: string, stateDirectory: string, problems: string[]) {
  const directory = path.join(stateDirectory, "agents");
  const listed = await listInside(root, directory, 200);
  if (listed.status === "refused") problems.push(`Agents' databases were not read: ${listed.reason}.`);
  const names = listed.status === "ok" ? listed.value : [];
  return names.map((owner) => ({
    owner,
    file: path.join(directory, owner, "agent", "openclaw-agent.sqlite"),
  }));
}

async function withCopy(
  workDirectory: string,
  root: string,
  file: string,
  read: (database: DatabaseSync) => Found,
): Promise<Found | { problem: string } | null> {
  let problem = "";
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const directory = await mkdtemp(path.join(workDirectory, `evidence-${process.pid}-`));
    try {
      const copy = path.join(directory, "copy.sqlite");
      const main = await copyInside(root, file, copy, maxDatabaseBytes);
      if (main.status === "missing") return null;
      const wal = await copyInside(root, `${file}-wal`, `${copy}-wal`, maxDatabaseBytes);
      // The database must not have changed while its journal was copied, or the two don't belong together.
      const after = await lstat(file).catch(() => null);
      if (main.status === "refused") problem = main.reason;
      else if (wal.status === "refused") problem = wal.reason;
      else if (after?.ino !== main.stat.ino || after.mtimeMs !== main.stat.mtimeMs)
        problem = "it kept changing";
      else return readCopy(copy, file, read);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
  return { problem: `${file} was not read: ${problem}.` };
}

function readCopy(copy: string, file: string, read: (database: DatabaseSync) => Found) {
  try {
    using database = new DatabaseSync(copy, { allowExtension: false });
    database.exec("PRAGMA trusted_schema=OFF");
    return read(database);
  } catch (error) {
    const reason = error instanceof UnknownSchema ? error.message : "it is not a database that can be read";
    return { problem: `${file} was not read: ${reason}.` };
  }
}

class UnknownSchema extends Error {}

function readShared(database: DatabaseSync): Found {
  const columns = ["state_key", "value_json"];
  if (!hasTable(database, "config_machine_state", columns)) {
    throw new UnknownSchema("its schema is unknown to this version");
  }
  const row = database
    .prepare("SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.store'")
    .get();
  return { profiles: profilesOf(row?.value_json, "shared sign-in"), store: readStore(database) };
}

function readStore(database: DatabaseSync): Map<string, string> {
  if (!hasTable(database, "secret_store_entries", ["name", "value", "scope_kind", "deleted_at_ms"]))
    return new Map();
  const rows = database
    .prepare("SELECT name, value FROM secret_store_entries WHERE deleted_at_ms IS NULL LIMIT 1000")
    .all();
  return new Map(rows.map(({ name, value }) => [String(name), String(value)]));
}

function readAgent(database: DatabaseSync, owner: string): Found {
  if (!hasTable(database, "auth_profile_store", ["store_key", "store_json"])) {
    throw new UnknownSchema("its schema is unknown to this version");
  }
  const row = database.prepare("SELECT store_json FROM auth_profile_store WHERE store_key = 'primary'").get();
  return { profiles: profilesOf(row?.store_json, `sign-in of agent ${owner}`), store: new Map() };
}

/**
 * True when the table is there as a plain table with these columns. A view or
 * a computed column could run for ever, so those count as an unknown schema.
 *
 * @throws UnknownSchema
 */
function hasTable(database: DatabaseSync, table: string, columns: readonly string[]): boolean {
  const entry = database.prepare("SELECT type, sql FROM sqlite_master WHERE name = ?").get(table);
  if (entry === undefined) return false;
  const seen = database.prepare("SELECT name, hidden FROM pragma_table_xinfo(?)").all(table);
  const plain = new Set(seen.filter(({ hidden }) => hidden === 0).map(({ name }) => name));
  const isPlain =
    entry.type === "table" && /^CREATE TABLE/i.test(String(entry.sql)) && seen.length === plain.size;
  if (!isPlain || !columns.every((column) => plain.has(column))) {
    throw new UnknownSchema(`its table ${table} has an unknown shape`);
  }
  return true;
}

/** The secrets in a store of profiles: API keys, tokens, and of an OAuth sign-in the part that lasts. */
export function profilesOf(json: unknown, label: string): StoredSecret[] {
  if (json === undefined || json === null) return [];
  const store: unknown = JSON.parse(String(json));
  const profiles = isObject(store) && isObject(store.profiles) ? store.profiles : null;
  if (profiles === null) throw new UnknownSchema("its store of sign-ins has an unknown shape");
  return Object.entries(profiles).flatMap(([name, profile]) => {
    if (!isObject(profile)) return [];
    const secret = [profile.key, profile.token, profile.refresh, profile.access].find(
      (value): value is string => typeof value === "string" && value !== "",
    );
    return secret === undefined ? [] : [{ label: `${label}: ${name}`, value: secret }];
  });
}
