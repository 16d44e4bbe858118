import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { createDatabase } from "#lib/launcher/postgres/create-database.ts";
import { applyMigrations, MigrationError } from "./apply-migrations.ts";

const run = promisify(execFile);
let directory: string;
let url: string;
let count = 0;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-migrations-"));
  await cp("prisma/migrations", directory, { recursive: true });
  const name = `migrations_${process.pid}_${count++}`;
  await createDatabase(inject("adminUrl"), name);
  const own = new URL(inject("adminUrl"));
  own.pathname = `/${name}`;
  url = own.href;
});

afterEach(() => rm(directory, { recursive: true, force: true }));

async function projectMigrations(): Promise<string[]> {
  const entries = await readdir("prisma/migrations", { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(directory, name), { recursive: true });
  await writeFile(path.join(directory, name, "migration.sql"), sql);
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("applyMigrations", () => {
  it("applies each migration once", async () => {
    expect(await applyMigrations(url, directory)).toEqual(await projectMigrations());
    await addMigration("29991231000000_later", "CREATE TABLE later (id int);");
    expect(await applyMigrations(url, directory)).toEqual(["29991231000000_later"]);
    expect(await applyMigrations(url, directory)).toEqual([]);
  });

  it("is understood by Prisma's own migrate status", async () => {
    await applyMigrations(url, directory);
    const { stdout } = await run("node_modules/.bin/prisma", ["migrate", "status"], {
      env: { ...process.env, DATABASE_URL: url },
    });
    expect(stdout).toContain("Database schema is up to date");
  });

  it("applies it once when several processes begin together", async () => {
    const results = await Promise.all([1, 2, 3].map(() => applyMigrations(url, directory)));
    expect(results.flat()).toEqual(await projectMigrations());
  });

  it("leaves nothing of a migration that fails, and applies it once it is mended", async () => {
    await addMigration("29991231000000_later", "CREATE TABLE half (id int); SELECT 1 / 0;");
    await expect(applyMigrations(url, directory)).rejects.toThrow(/29991231000000_later.*division by zero/);
    expect(await query("SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    await addMigration("29991231000000_later", "CREATE TABLE half (id int);");
    expect(await applyMigrations(url, directory)).toEqual(["29991231000000_later"]);
  });

  it("refuses a database that a newer version has migrated", async () => {
    await addMigration("29991231000000_later", "CREATE TABLE later (id int);");
    await applyMigrations(url, directory);
    await expect(applyMigrations(url, "prisma/migrations")).rejects.toThrow(/newer Bulkhead/);
  });

  it("refuses a migration that was changed after it was applied", async () => {
    await addMigration("29991231000000_later", "CREATE TABLE later (id int);");
    await applyMigrations(url, directory);
    await addMigration("29991231000000_later", "CREATE TABLE later (id bigint);");
    await expect(applyMigrations(url, directory)).rejects.toThrow(MigrationError);
  });
});
