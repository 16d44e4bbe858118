import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const sources = [
  "app",
  "components",
  "lib",
  "lib/launcher/web/web-entry.mjs",
  "lib/launcher/web/worker-entry.mjs",
  "lib/launcher/web/front",
  "public",
  "prisma/schema.prisma",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** Directories that the build doesn't take in. */
const ignored = new Set(["lib/launcher", "lib/db/generated", "lib/db/testing"]);

/** Names a build: equal for equal sources, dependencies and Node. 16 hexadecimal digits. */
export function sourceHash(root: string): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of sources.flatMap((source) => filesIn(root, source))) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesIn(root: string, relative: string): string[] {
  const found = statSync(path.join(root, relative), { throwIfNoEntry: false });
  if (!found || ignored.has(relative)) return [];
  if (!found.isDirectory()) return /\.test\.tsx?$/.test(relative) ? [] : [relative];
  const names = readdirSync(path.join(root, relative)).sort();
  return names.flatMap((name) => filesIn(root, `${relative}/${name}`));
}
