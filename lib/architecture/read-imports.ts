import { glob, readFile } from "node:fs/promises";
import path from "node:path";
import { parseSync, Visitor } from "oxc-parser";

/** One file that another one imports, both below the root of the repository; or a package, by its name. */
export type Import = { readonly from: string; readonly to: string; readonly isOurs: boolean };

const sources = ["{agent,app,components,lib,prisma}/**/*.{ts,tsx,mjs}", "*.{ts,mjs}"];
const aside = /\.test\.tsx?$|\/(?:testing|fixtures|generated)\/|^node_modules\/|\.config\.(?:ts|mjs)$/;

/** The files of what is run, below the root of the repository; tests and what serves them are left out. */
export async function listSources(repository: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob(sources, { cwd: repository })) if (!aside.test(file)) files.push(file);
  return files.sort();
}

export async function readImports(repository: string, files: readonly string[]): Promise<Import[]> {
  const read = files.map(async (file) =>
    importsOf(file, await readFile(path.join(repository, file), "utf8")),
  );
  return (await Promise.all(read)).flat();
}

/** The imports of one file, types and files that it starts as programs among them. */
export function importsOf(file: string, text: string): Import[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} can't be read: ${errors[0]?.message}`);
  const found = new Set<string>();
  const take = (node: { readonly type: string; readonly value?: unknown } | null | undefined) => {
    if (node?.type === "Literal" && typeof node.value === "string") found.add(node.value);
  };
  new Visitor({
    ImportDeclaration: ({ source }) => take(source),
    ExportNamedDeclaration: ({ source }) => take(source),
    ExportAllDeclaration: ({ source }) => take(source),
    ImportExpression: ({ source }) => take(source),
    TSImportType: ({ source }) => take(source),
    NewExpression: ({ callee, arguments: [target, base] }) => {
      const isBesideFile = base?.type === "MemberExpression" && base.object.type === "MetaProperty";
      if (callee.type === "Identifier" && callee.name === "URL" && isBesideFile) take(target);
    },
  }).visit(program);
  return [...found].map((specifier) => {
    const isOurs = /^(?:#|\.\.?\/)/.test(specifier);
    return { from: file, to: isOurs ? resolve(file, specifier) : specifier, isOurs };
  });
}

function resolve(file: string, specifier: string): string {
  return specifier.startsWith("#")
    ? specifier.slice(1)
    : path.posix.join(path.posix.dirname(file), specifier);
}
