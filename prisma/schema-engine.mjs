#!/usr/bin/env node
// Stand-in for Prisma's native `schema-engine` binary (PRISMA_SCHEMA_ENGINE_BINARY):
// the same engine compiled to WebAssembly (@prisma/schema-engine-wasm), speaking the same
// JSON-RPC-over-stdio protocol, talking to Postgres through @prisma/adapter-pg.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";
import { parseArgs } from "node:util";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
} from "@prisma/driver-adapter-utils";
import pg from "pg";

const require = createRequire(import.meta.url);
const { values: opt, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true },
    datasource: { type: "string" },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
    version: { type: "boolean", short: "V" },
  },
});
const datasource = opt.datasource ? JSON.parse(opt.datasource) : {};
const log = (level, message, extra = {}) =>
  process.stderr.write(
    `${JSON.stringify({ level, target: "schema_engine::logger", fields: { message, ...extra } })}\n`,
  );

if (opt.version) {
  const { prisma } = require("@prisma/engines-version/package.json");
  console.log(`schema-engine-cli ${prisma.enginesVersion} (wasm)`);
  process.exit(0);
}

/** `url` may carry Prisma's `?schema=`, which is not a libpq parameter. */
function pgConfig(url) {
  const u = new URL(url);
  const schema = u.searchParams.get("schema") ?? undefined;
  for (const k of ["schema", "connection_limit", "pool_timeout", "pgbouncer", "connect_timeout"])
    u.searchParams.delete(k);
  return {
    config: { connectionString: u.toString(), max: 1 },
    schema,
    database: decodeURIComponent(u.pathname.slice(1)),
    admin: (() => {
      const a = new URL(u);
      a.pathname = "/postgres";
      return a.toString();
    })(),
  };
}

/** adapter-pg splits scripts on every ';' and runs them on a pool; send them whole on one connection. */
function wholeScripts(adapter) {
  adapter.executeScript = async function (script) {
    try {
      await this.client.query(script);
    } catch (e) {
      if (!e?.severity) this.onError(e);
      throw new DriverAdapterError({
        kind: "postgres",
        code: e.code,
        severity: e.severity,
        message: e.message,
        detail: e.detail,
        column: e.column,
        hint: e.hint,
      });
    }
  };
  // adapter-pg has no mapping for the catalogs' "char" type (OID 18); the engine reads it as a character
  const { queryRaw, performIO } = adapter;
  adapter.queryRaw = async function (query) {
    let chars = [];
    const self = Object.create(this, {
      performIO: {
        value: async (q) => {
          const r = await performIO.call(this, q);
          chars = r.fields.map((f) => f.dataTypeID === 18);
          return {
            ...r,
            fields: r.fields.map((f) =>
              f.dataTypeID === 18 ? Object.assign(Object.create(f), { dataTypeID: 25 }) : f,
            ),
          };
        },
      },
    });
    const result = await queryRaw.call(self, query);
    return {
      ...result,
      columnTypes: result.columnTypes.map((t, i) => (chars[i] ? ColumnTypeEnum.Character : t)),
    };
  };
  return adapter;
}
class Factory extends PrismaPg {
  constructor(url, shadowUrl) {
    const c = pgConfig(url);
    super(c.config, { schema: c.schema });
    this.c = c;
    this.shadowUrl = shadowUrl;
  }
  opened = [];
  async connect() {
    const a = wholeScripts(await super.connect());
    this.opened.push(a);
    return a;
  }
  async close() {
    await Promise.all(this.opened.splice(0).map((a) => a.underlyingDriver().end()));
  }
  async connectToShadowDb() {
    if (this.shadowUrl) {
      const a = await new Factory(this.shadowUrl).connect();
      await a.client.query("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public");
      return a;
    }
    const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
    const admin = async (sql) => {
      const c = new pg.Client(this.c.admin);
      await c.connect();
      try {
        await c.query(sql);
      } finally {
        await c.end();
      }
    };
    await admin(`CREATE DATABASE "${name}"`);
    const u = new URL(this.c.config.connectionString);
    u.pathname = `/${name}`;
    const a = await new Factory(u.toString()).connect();
    const dispose = a.dispose.bind(a);
    a.dispose = async () => {
      await dispose();
      await admin(`DROP DATABASE "${name}" WITH (FORCE)`);
    };
    return a;
  }
}
async function createDatabase(url) {
  const { admin, database } = pgConfig(url);
  const c = new pg.Client(admin);
  await c.connect();
  try {
    await c.query(`CREATE DATABASE ${c.escapeIdentifier(database)}`);
  } finally {
    await c.end();
  }
  return { databaseName: database };
}

if (positionals[0] === "cli") {
  try {
    if (positionals[1] === "can-connect-to-database") {
      const c = new pg.Client(pgConfig(datasource.url).config);
      await c.connect();
      await c.end();
    } else if (positionals[1] === "create-database") await createDatabase(datasource.url);
    else throw new Error(`unsupported: cli ${positionals[1]}`);
    process.exit(0);
  } catch (e) {
    const code =
      { "3D000": "P1003", "28P01": "P1000", 28000: "P1000", ECONNREFUSED: "P1001", ENOTFOUND: "P1001" }[
        e.code
      ] ?? "P1001";
    process.stderr.write("\n");
    log("ERROR", e.message || String(e), { error_code: code, is_panic: false });
    process.exit(1);
  }
}

async function loadEngine() {
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = fs.readFileSync(
    path.join(path.dirname(require.resolve("@prisma/schema-engine-wasm")), "schema_engine_bg.wasm"),
  );
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message(m) {
    this.message = m;
  },
};
let engineClass;
const closers = [];
// one engine per call: its shadow-database cache goes stale once migrations have been applied
async function engine() {
  const SchemaEngine = await (engineClass ??= loadEngine());
  const own = new Factory(datasource.url ?? "postgresql://unset/unset", datasource.shadowDatabaseUrl);
  closers.push(() => own.close());
  const factory = bindMigrationAwareSqlAdapterFactory(own);
  const datamodels = opt.datamodels?.map((f) => [f, fs.readFileSync(f, "utf8")]);
  return SchemaEngine.new(
    { datamodels },
    (line) => process.env.DEBUG && process.stderr.write(`${line}\n`),
    factory,
  );
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  if (!line.trim()) continue;
  const { id, method, params } = JSON.parse(line);
  const send = (body) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...body })}\n`);
  try {
    let result;
    if (method === "createDatabase") result = await createDatabase(datasource.url);
    else if (method === "getDatabaseVersion") result = await (await engine()).version(params ?? null);
    else if (method === "diff") {
      result = await (await engine()).diff(params);
      // the native engine asks the CLI to print; so do we
      if (result.stdout != null)
        process.stdout.write(
          `${JSON.stringify({ jsonrpc: "2.0", id: 0, method: "print", params: { content: result.stdout } })}\n`,
        );
      result = { exitCode: result.exitCode, stdout: null };
    } else {
      const e = await engine();
      // these two only read shadow-database results that devDiagnostic has left in the same engine's cache
      if (method === "createMigration" || method === "evaluateDataLoss")
        await e.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
      result = await e[method](params);
    }
    send({ result: result ?? null });
  } catch (e) {
    if (process.env.DEBUG) process.stderr.write(`${e?.stack}\n`);
    // wasm errors are JSON {is_panic, message, meta, error_code}
    let data;
    try {
      data = JSON.parse(e.message ?? e);
    } catch {
      data = { is_panic: e instanceof WebAssembly.RuntimeError, message: e?.message ?? String(e) };
    }
    if (e?.code && !data.error_code) data.error_code = e.code;
    send({ error: { code: 4466, message: data.message ?? "error", data: { is_panic: false, ...data } } });
  } finally {
    await Promise.all(closers.splice(0).map((close) => close().catch(() => {}))); // releases the advisory lock
  }
}
process.exit(0);
