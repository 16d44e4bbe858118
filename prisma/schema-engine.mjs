#!/usr/bin/env node
// Stands in for Prisma's native schema engine (PRISMA_SCHEMA_ENGINE_BINARY), which is a download of its own:
// the same engine compiled to WebAssembly, which comes as a package, behind the same protocol over standard input.
import { parseArgs } from "node:util";
import { engineVersion } from "./schema-engine/load-engine.mjs";
import { runCli } from "./schema-engine/run-cli.mjs";
import { serveProtocol } from "./schema-engine/serve-protocol.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  // Flags of the native engine that mean nothing here are let pass.
  strict: false,
  options: {
    datamodels: { type: "string", multiple: true },
    datasource: { type: "string" },
    "enabled-preview-features": { type: "string" },
    "extension-types": { type: "string" },
    version: { type: "boolean", short: "V" },
  },
});
const datasource = values.datasource ? JSON.parse(values.datasource) : {};

if (values.version) {
  console.log(`schema-engine-cli ${engineVersion()} (wasm)`);
} else if (positionals[0] === "cli") {
  process.exitCode = await runCli(positionals[1], datasource.url);
} else {
  await serveProtocol({
    url: datasource.url,
    shadowUrl: datasource.shadowDatabaseUrl,
    datamodelFiles: values.datamodels,
  });
  process.exit(0);
}
