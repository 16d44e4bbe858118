import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { BootstrapError, runProgram } from "./run-program.mjs";

/** Generates the typed database client unless the one at hand was made from this schema by this Prisma. */
export async function generateDatabaseClient(root, node) {
  const prisma = path.join(root, "node_modules", "prisma");
  const directory = path.join(root, "lib", "db", "generated");
  const stamp = path.join(directory, ".made-from");
  const wanted = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "prisma", "schema.prisma")))
    .update(fs.readFileSync(path.join(prisma, "package.json")))
    .digest("hex");
  if (isMadeFrom(stamp, wanted) && fs.existsSync(path.join(directory, "client.ts"))) return;
  const entry = path.join(prisma, "build", "index.js");
  const { code, output } = await runProgram("Generating the database client", node, [entry, "generate"], {
    cwd: root,
    // The schema engine below is a script that starts the first `node` on PATH.
    env: { ...process.env, PATH: [path.dirname(node), process.env.PATH].join(path.delimiter) },
  });
  if (code !== 0) {
    throw new BootstrapError(
      `The database client could not be generated.\n${output.trim().split("\n").slice(-8).join("\n")}`,
      "If prisma/schema.prisma was edited, mend it; else remove node_modules and start again.",
    );
  }
  fs.writeFileSync(stamp, wanted);
}

function isMadeFrom(stamp, wanted) {
  try {
    return fs.readFileSync(stamp, "utf8") === wanted;
  } catch {
    return false;
  }
}
