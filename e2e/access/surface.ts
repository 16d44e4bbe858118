import { glob, readFile } from "node:fs/promises";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** Everything of the web that a browser can ask for, read from the code itself. */
export type Surface = {
  /** Addresses with their parameters in brackets, such as "/tenants/[slug]". */
  readonly pages: readonly string[];
  /** "GET /api/tenants/[slug]", one for each method that a handler answers. */
  readonly handlers: readonly string[];
  readonly actions: readonly Action[];
};

export type Action = {
  readonly id: string;
  readonly name: string;
  /** Address of a page that has it. */
  readonly page: string;
};

export async function readSurface(): Promise<Surface> {
  return { pages: await listPages(), handlers: await listHandlers(), actions: await listActions() };
}

/** An address with something in the place of each parameter that names nothing. */
export function withNobody(address: string): string {
  return address.replaceAll("[slug]", "nobody-here").replaceAll(/\[[^\]]+\]/g, crypto.randomUUID());
}

async function listPages(): Promise<string[]> {
  const files = await collect("app/**/page.tsx");
  return files.map((file) => addressOf(path.dirname(file))).sort();
}

async function listHandlers(): Promise<string[]> {
  const files = await collect("app/**/route.{ts,tsx}");
  const found = files.map(async (file) => {
    const text = await readFile(path.join(root, file), "utf8");
    const named = text.matchAll(/export (?:const|async function|function) ([A-Z]+)\b/g);
    const listed = text.matchAll(/\bas ([A-Z]+)\b/g);
    const methods = [...named, ...listed].map(([, method]) => method);
    return methods.map((method) => `${method} ${addressOf(path.dirname(file))}`);
  });
  return (await Promise.all(found)).flat().sort();
}

/** From what Next itself wrote down of the build that runs: no action that it answers is left out. */
async function listActions(): Promise<Action[]> {
  const file = path.join(root, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(await readFile(file, "utf8")) as {
    node: Record<string, { workers: Record<string, unknown>; exportedName: string }>;
  };
  return Object.entries(node)
    .map(([id, { workers, exportedName }]) => ({
      id,
      name: exportedName,
      page: addressOf(path.dirname(Object.keys(workers)[0] ?? "app/page")),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

async function collect(pattern: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(pattern, { cwd: root })) files.push(file);
  return files;
}

/** A folder in brackets groups pages and is no part of their address. */
function addressOf(directory: string): string {
  const parts = directory.split("/").slice(1);
  return `/${parts.filter((part) => !part.startsWith("(")).join("/")}`;
}
