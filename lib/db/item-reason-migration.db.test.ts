import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createDatabase } from "#lib/launcher/postgres/create-database.ts";
import { applyMigrations } from "./apply-migrations.ts";

const migration = "20261201090000_item_reason";
let before: string;
let url: string;

beforeAll(async () => {
  before = await mkdtemp(path.join(tmpdir(), "bulkhead-migrations-"));
  for (const name of await readdir("prisma/migrations")) {
    if (name < migration)
      await cp(path.join("prisma/migrations", name), path.join(before, name), { recursive: true });
  }
  const name = `item_reason_${process.pid}`;
  await createDatabase(inject("adminUrl"), name);
  url = Object.assign(new URL(inject("adminUrl")), { pathname: `/${name}` }).href;
});
afterAll(() => rm(before, { recursive: true, force: true }));

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const id = (number: number) => `'00000000-0000-4000-8000-00000000000${number}'`;

/** As the version before writes one: it knows no such columns. */
const rowOf = (item: string, verdict: string, evidence: object) => `
  INSERT INTO "ItemEvidence" ("tenantId", "item", "checkId", "verdict", "evidence", "neighbourhood", "observedAt")
  VALUES (${id(3)}, '${item}', ${id(4)}, '${verdict}', '${JSON.stringify(evidence)}', 1, now());`;

describe("the reason and the rest of an item", () => {
  it("are there in rows from before the columns, and in those that the version before still writes", async () => {
    await applyMigrations(url, before);
    await query(`
      INSERT INTO "Host" ("id", "installationId", "name", "facts", "portFirst", "portLast") VALUES (${id(1)}, 'i', 'h', '{}', 1, 2);
      INSERT INTO "Client" ("id", "name") VALUES (${id(2)}, 'Acme');
      INSERT INTO "Tenant" ("id", "clientId", "hostId", "slug", "name", "rung", "decision") VALUES (${id(3)}, ${id(2)}, ${id(1)}, 'acme', 'Acme', 'os_user', '{}');
      INSERT INTO "HostCheck" ("id", "hostId", "neighbourhood") VALUES (${id(4)}, ${id(1)}, 1);
      ${rowOf("port", "failed", { how: "seen", verdictReason: "It is shared.", rest: "A part was out of sight." })}
      ${rowOf("logs", "proven", { how: "seen", verdictReason: null, rest: null })}
      ${rowOf("backups", "not_measured", { how: "seen by a version that kept no reason" })}`);
    expect(await applyMigrations(url, "prisma/migrations")).toContain(migration);
    await query(rowOf("workspace", "failed", { verdictReason: "It lies outside.", rest: null }));
    expect(await query(`SELECT "item", "reason", "rest" FROM "ItemEvidence" ORDER BY "item"`)).toEqual([
      { item: "backups", reason: null, rest: null },
      { item: "logs", reason: null, rest: null },
      { item: "port", reason: "It is shared.", rest: "A part was out of sight." },
      { item: "workspace", reason: "It lies outside.", rest: null },
    ]);
  });
});
