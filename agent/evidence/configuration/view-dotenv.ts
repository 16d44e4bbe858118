import path from "node:path";
import { readDotenv } from "#agent/config-file/read-dotenv.ts";
import { listWorkspaces } from "#agent/evidence/sources/agent-directories.ts";
import type { TenantView } from "#agent/evidence/sources/tenant-view.ts";
import { isInside } from "#agent/files/inspect-place.ts";
import { listInside } from "#agent/files/open-inside.ts";
import { rebaseInto } from "#agent/files/real-place.ts";
import type { JsonObject } from "#agent/system/json-value.ts";
import type { SecretSighting } from "#lib/domain/mistakes/configuration-view.ts";
import type { Gaps } from "./gaps.ts";
import { secretOfVariable } from "./view-process.ts";
import { print, roleOfVariable } from "./view-secrets.ts";

const mostNames = 5000;

/** Secrets in .env files of the workspaces and of the directories that OpenClaw reads one from. */
export async function viewDotenv(
  view: TenantView,
  config: JsonObject,
  gaps: Gaps,
): Promise<SecretSighting[]> {
  const workspaces = listWorkspaces(config, view.surroundings, view.stateDirectory).map((each) =>
    rebaseInto(view.root, view.layout.tree, each.path),
  );
  const home = rebaseInto(view.root, view.layout.tree, view.layout.home);
  const start = rebaseInto(view.root, view.layout.tree, view.surroundings.workingDirectory);
  const directories = new Set([...workspaces, view.stateDirectory, home, start]);
  const found: SecretSighting[] = [];
  for (const directory of directories) {
    if (!isInside(directory, view.root)) {
      gaps.add("dotenv", `${directory} lies outside the tenant's tree and was not read.`);
      continue;
    }
    for (const file of await dotenvFiles(view, directory, gaps))
      found.push(...(await secretsIn(view, file, gaps)));
  }
  return found;
}

async function dotenvFiles(view: TenantView, directory: string, gaps: Gaps): Promise<string[]> {
  const listed = await listInside(view.root, directory, mostNames);
  if (listed.status === "missing") return [];
  if (listed.status === "refused") {
    gaps.add("dotenv", `.env files were not looked for: ${listed.reason}.`);
    return [];
  }
  return listed.value.filter((name) => /^\.env(\.|$)/.test(name)).map((name) => path.join(directory, name));
}

async function secretsIn(view: TenantView, file: string, gaps: Gaps): Promise<SecretSighting[]> {
  const inside = await readDotenv(view.context, view.record, view.root, file);
  if (inside.status === "missing") return [];
  if (inside.status === "refused") {
    gaps.add("dotenv", `Secrets in a .env file are not known: ${inside.reason}.`);
    return [];
  }
  return inside.value
    .filter(([, value]) => !value.startsWith("$"))
    .flatMap(([name, value]) => secretOfVariable(name, value).map((secret) => ({ name, secret })))
    .map(({ name, secret }) => ({
      role: roleOfVariable(name),
      setting: name,
      place: "dotenv",
      where: file,
      ...print(view, roleOfVariable(name), secret),
    }));
}
