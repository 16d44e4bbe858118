// Runs on the machine's own Node, which may be old, and before any dependency is there: plain JavaScript, no imports but Node's.
import { spawn } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findNode } from "./bootstrap/find-node.mjs";
import { generateDatabaseClient } from "./bootstrap/generate-database-client.mjs";
import { installDependencies } from "./bootstrap/install-dependencies.mjs";
import { readArguments } from "./bootstrap/read-arguments.mjs";
import { BootstrapError } from "./bootstrap/run-program.mjs";
import { shedInheritance } from "./bootstrap/shed-inheritance.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

async function main() {
  shedInheritance();
  const { command, args, help } = readArguments(process.argv.slice(2));
  if (help !== undefined) {
    console.log(help);
    return;
  }
  await installDependencies(root);
  const node = findNode(root);
  await generateDatabaseClient(root, node);
  const program = path.join(root, "lib", "launcher", `${command}.ts`);
  process.exitCode = await hand(node, [program, ...args]);
}

/** Ctrl-C reaches the whole group: this parent stays until the launcher has stopped things in order. */
function hand(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: root, stdio: "inherit", env: environment(node) });
    process.on("SIGINT", () => {});
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal ? 128 + os.constants.signals[signal] : code));
  });
}

/** The tools of the project, and this Node, come first for everything that is started below. */
function environment(node) {
  const bin = path.join(root, "node_modules", ".bin");
  return { ...process.env, PATH: [path.dirname(node), bin, process.env.PATH].join(path.delimiter) };
}

main().catch((error) => {
  const isExpected = error instanceof BootstrapError;
  console.error(`\n${isExpected ? error.message : error.stack}`);
  if (isExpected) console.error(error.nextStep);
  process.exitCode = 1;
});
