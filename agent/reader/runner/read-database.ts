import type { DatabaseSync } from "node:sqlite";
import { withDatabase } from "./open-database.ts";
import { Unreadable } from "./protocol.ts";
import { profilesOf } from "./sign-ins.ts";

/** What one database holds that must be the tenant's alone: secrets, by the name that OpenClaw gives them, and who it is. */
export type DatabaseSecrets = {
  readonly profiles: readonly (readonly [name: string, secret: string])[];
  /** The Gateway's own secret store. */
  readonly store: readonly (readonly [name: string, value: string])[];
  /** Id of the Gateway's device identity, which is the digest of its public key; null where there is none yet. */
  readonly device: string | null;
};

const maxValueBytes = 1024 * 1024;
const maxStored = 1000;

/** Sign-ins for model providers and stored secrets of one of OpenClaw's databases. */
export function readDatabase(file: string, kind: "shared" | "agent"): DatabaseSecrets {
  return withDatabase(file, kind === "shared" ? readShared : readAgent);
}

function readShared(database: DatabaseSync): DatabaseSecrets {
  const column = requireTable(database, "config_machine_state", ["state_key", "value_json"]);
  const json = column("value_json", "state_key = 'authProfiles.store'");
  return { profiles: profilesOf(json), store: readStore(database), device: readDevice(database) };
}

function readAgent(database: DatabaseSync): DatabaseSecrets {
  const column = requireTable(database, "auth_profile_store", ["store_key", "store_json"]);
  return { profiles: profilesOf(column("store_json", "store_key = 'primary'")), store: [], device: null };
}

/** Its private half is not read. */
function readDevice(database: DatabaseSync): string | null {
  if (!hasTable(database, "device_identities", ["identity_key", "device_id"])) return null;
  const row = database
    .prepare(
      "SELECT device_id FROM device_identities WHERE identity_key = 'primary' AND octet_length(device_id) = 64",
    )
    .get();
  if (row === undefined) return null;
  const device = String(row.device_id);
  if (!/^[0-9a-f]{64}$/.test(device)) throw new Unreadable("its device identity has an unknown shape");
  return device;
}

function readStore(database: DatabaseSync): DatabaseSecrets["store"] {
  const columns = ["name", "value", "scope_kind", "deleted_at_ms"];
  if (!hasTable(database, "secret_store_entries", columns)) return [];
  const rows = database
    .prepare(
      `SELECT name, value FROM secret_store_entries
       WHERE deleted_at_ms IS NULL AND octet_length(name) <= 500 AND octet_length(value) <= ${maxValueBytes}
       LIMIT ${maxStored}`,
    )
    .all();
  return rows.map(({ name, value }) => [String(name), String(value)]);
}

/** How to read one value of a table that must be there; text that is too long to be meant is refused unread. */
function requireTable(database: DatabaseSync, table: string, columns: readonly string[]) {
  if (!hasTable(database, table, columns)) throw new Unreadable("its schema is unknown to this version");
  return (column: string, condition: string): unknown => {
    const size = database
      .prepare(`SELECT octet_length(${column}) AS bytes FROM ${table} WHERE ${condition} LIMIT 1`)
      .get()?.bytes;
    if (typeof size === "number" && size > maxValueBytes)
      throw new Unreadable(`its table ${table} holds a value of more than ${maxValueBytes} bytes`);
    return database.prepare(`SELECT ${column} AS value FROM ${table} WHERE ${condition} LIMIT 1`).get()
      ?.value;
  };
}

/** True when the table is there as a plain table with these columns: a view or a computed column is no fact that OpenClaw stored. */
function hasTable(database: DatabaseSync, table: string, columns: readonly string[]): boolean {
  const entry = database.prepare("SELECT type, sql FROM sqlite_master WHERE name = ?").get(table);
  if (entry === undefined) return false;
  const seen = database.prepare("SELECT name, hidden FROM pragma_table_xinfo(?)").all(table);
  const plain = new Set(seen.filter(({ hidden }) => hidden === 0).map(({ name }) => name));
  const isPlain =
    entry.type === "table" && /^CREATE TABLE/i.test(String(entry.sql)) && seen.length === plain.size;
  if (!isPlain || !columns.every((column) => plain.has(column))) {
    throw new Unreadable(`its table ${table} has an unknown shape`);
  }
  return true;
}
