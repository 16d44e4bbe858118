import fs from "node:fs";
import readline from "node:readline";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { AdapterFactory } from "./adapter-factory.mjs";
import { createDatabase } from "./connection.mjs";
import { loadEngine } from "./load-engine.mjs";

/** These read shadow-database results that only `devDiagnostic` leaves in the same engine's cache. */
const needsDiagnosis = new Set(["createMigration", "evaluateDataLoss"]);

/** Answers JSON-RPC lines on standard input until it ends. */
export async function serveProtocol({ url, shadowUrl, datamodelFiles }) {
  const SchemaEngine = await loadEngine();
  const datamodels = datamodelFiles?.map((file) => [file, fs.readFileSync(file, "utf8")]);
  const log = (line) => process.env.DEBUG && process.stderr.write(`${line}\n`);

  // An engine for each call: its shadow-database cache is stale once migrations have been applied.
  async function call(method, params) {
    if (method === "createDatabase") return createDatabase(url);
    const factory = new AdapterFactory(url ?? "postgresql://unset/unset", shadowUrl);
    try {
      const bound = bindMigrationAwareSqlAdapterFactory(factory);
      const engine = await SchemaEngine.new({ datamodels }, log, bound);
      if (method === "getDatabaseVersion") return await engine.version(params ?? null);
      if (method === "diff") return printDiff(await engine.diff(params));
      if (needsDiagnosis.has(method)) {
        await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
      }
      return await engine[method](params);
    } finally {
      await factory.close().catch(() => {});
    }
  }

  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const { id, method, params } = JSON.parse(line);
    try {
      send({ id, result: (await call(method, params)) ?? null });
    } catch (error) {
      if (process.env.DEBUG) process.stderr.write(`${error?.stack}\n`);
      send({ id, error: describe(error) });
    }
  }
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

/** The native engine asks the CLI to print the script; so does this one. */
function printDiff({ exitCode, stdout }) {
  if (stdout != null) send({ id: 0, method: "print", params: { content: stdout } });
  return { exitCode, stdout: null };
}

/** The engine throws JSON texts `{is_panic, message, meta, error_code}`; anything else is wrapped alike. */
function describe(error) {
  const data = parseOrNull(error.message ?? error) ?? {
    is_panic: error instanceof WebAssembly.RuntimeError,
    message: error?.message ?? String(error),
  };
  if (error?.code && !data.error_code) data.error_code = error.code;
  return { code: 4466, message: data.message ?? "error", data: { is_panic: false, ...data } };
}

function parseOrNull(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
