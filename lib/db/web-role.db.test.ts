import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createDatabase } from "#lib/launcher/postgres/create-database.ts";
import { applyMigrations } from "./apply-migrations.ts";
import { prepareWebRole } from "./web-role.ts";

const owner = new URL(inject("adminUrl"));
const web = new Client({ connectionString: process.env.DATABASE_URL });

beforeAll(async () => {
  owner.pathname = new URL(process.env.DATABASE_URL ?? "").pathname;
  // A template hands down the rights on what is in it, not those on the database itself.
  await prepareWebRole(owner.href, inject("webPassword"));
  await web.connect();
  await web.query(
    `INSERT INTO "Activity" ("actorKind", "actorName", action) VALUES ('user', 'Ada', 'gateway.start')`,
  );
});
afterAll(() => web.end());

describe("the web's role", () => {
  it("is no superuser and may make neither roles nor databases", async () => {
    const { rows } = await web.query(
      "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = current_user",
    );
    expect(rows).toEqual([
      {
        rolname: "bulkhead_web",
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolbypassrls: false,
        rolreplication: false,
      },
    ]);
  });

  it.each([
    `UPDATE "Activity" SET "actorName" = 'Nobody'`,
    `DELETE FROM "Activity"`,
    `TRUNCATE "Activity"`,
    `INSERT INTO "Activity" (id, "actorKind", "actorName", action) SELECT id, 'user', 'Nobody', action FROM "Activity" LIMIT 1 ON CONFLICT (id) DO UPDATE SET "actorName" = 'Nobody'`,
    `MERGE INTO "Activity" a USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`,
    `SELECT * FROM "Activity" FOR UPDATE`,
    `ALTER TABLE "Activity" DISABLE TRIGGER ALL`,
    `DROP TABLE "Activity"`,
    `ALTER TABLE "Activity" OWNER TO bulkhead_web`,
    `CREATE RULE r AS ON INSERT TO "Activity" DO INSTEAD NOTHING`,
    `CREATE TRIGGER t BEFORE INSERT ON "Activity" EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    `SELECT setval(pg_get_serial_sequence('"Activity"', 'id'), 1)`,
    "SET session_replication_role = replica",
    "SET ROLE bulkhead",
    "GRANT bulkhead TO bulkhead_web",
    "CREATE TABLE public.mine (n int)",
    "CREATE TEMP TABLE mine (n int)",
    "CREATE SCHEMA mine",
    "CREATE EXTENSION file_fdw",
    "CREATE ROLE mine",
    "CREATE DATABASE mine",
    "ALTER SYSTEM SET log_statement = 'all'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('postgresql.conf')",
    `UPDATE "_prisma_migrations" SET checksum = ''`,
  ])("is refused: %s", async (statement) => {
    await expect(web.query(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/^(42501|42704|0LP01)$/),
    });
    const { rows } = await web.query(`SELECT "actorName" FROM "Activity"`);
    expect(rows).toEqual([{ actorName: "Ada" }]);
  });

  it("reaches no other database of the server", async () => {
    const other = new URL(process.env.DATABASE_URL ?? "");
    other.pathname = "/postgres";
    await expect(new Client({ connectionString: other.href }).connect()).rejects.toMatchObject({
      code: "42501",
    });
  });

  it("loses rights that it had, gets another password, and may use tables of later migrations", async () => {
    const client = new Client({ connectionString: owner.href });
    await client.connect();
    await client.query(`GRANT ALL ON "Activity" TO bulkhead_web`);
    await client.query("CREATE TABLE later (n int)");
    await expect(web.query("INSERT INTO later VALUES (1)")).resolves.toBeDefined();
    // The role is the whole server's, and the other files of this run have its password.
    await prepareWebRole(owner.href, inject("webPassword"));
    await expect(web.query(`DELETE FROM "Activity"`)).rejects.toMatchObject({ code: "42501" });
    await client.end();
  });

  it("takes over the job queue that a superuser had made, and works with it", async () => {
    const name = `jobs_${randomBytes(4).toString("hex")}`;
    await createDatabase(inject("adminUrl"), name);
    const url = new URL(inject("adminUrl"));
    url.pathname = `/${name}`;
    await applyMigrations(url.href, "prisma/migrations");
    await useQueue(url.href);
    await useQueue(await prepareWebRole(url.href, inject("webPassword")));
  });
});

async function useQueue(connectionString: string): Promise<void> {
  const boss = new PgBoss({ connectionString, createSchema: false, schedule: false });
  boss.on("error", () => {});
  await boss.start();
  await boss.createQueue("check", { policy: "standard" });
  expect(await boss.send("check", { n: 1 })).toEqual(expect.any(String));
  expect(await boss.fetch("check")).toMatchObject([{ data: { n: 1 } }]);
  await boss.stop({ graceful: false });
}
