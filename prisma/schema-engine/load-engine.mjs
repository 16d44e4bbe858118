import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const packageDirectory = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));

/** The engine's class, compiled to WebAssembly; loaded once. */
export async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      this.message = message;
    },
  };
  const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = fs.readFileSync(path.join(packageDirectory, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

export function engineVersion() {
  return JSON.parse(fs.readFileSync(path.join(packageDirectory, "package.json"), "utf8")).version;
}
