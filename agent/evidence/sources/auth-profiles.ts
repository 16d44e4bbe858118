import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { AgentContext } from "#agent/context/context.ts";
import { listInside, lookInside } from "#agent/files/open-inside.ts";
import { statUnlinked } from "#agent/files/open-unlinked.ts";
import { readerOf } from "#agent/reader/tenant-reader.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { stampOf } from "#agent/watchdog/file-stamp.ts";

/** A secret that OpenClaw keeps in its own databases. */
type StoredSecret = { readonly label: string; readonly value: string };

/** What OpenClaw's databases hold; `problems` says which could not be read, and why. */
export type AuthProfiles = {
  readonly profiles: readonly StoredSecret[];
  /** The Gateway's own secret store, by name. */
  readonly store: ReadonlyMap<string, string>;
  /** Id of the Gateway's device identity; null where it has none yet. */
  readonly device: string | null;
  /** Why it is not known whether it has one; null when it is. */
  readonly deviceProblem: string | null;
  readonly databases: number;
  readonly problems: readonly string[];
};

/** Transcripts live in an agent's database, so it grows; of any size only two tables are read. */
const maxDatabaseBytes = 8 * 1024 ** 3;

/** Removes copies of databases that agents of earlier versions left behind when they were killed while reading them. */
export async function removeStaleCopies(workDirectory: string): Promise<void> {
  for (const name of await readdir(workDirectory)) {
    if (/^evidence-\d+-/.test(name))
      await rm(path.join(workDirectory, name), { recursive: true, force: true });
  }
}

/**
 * Reads sign-ins for model providers and stored secrets from OpenClaw's
 * databases. They are opened where they lie, by the tenant's reader, which can
 * change nothing there; root opens none of them.
 *
 * @param root real path of the tenant's tree
 */
export async function readAuthProfiles(
  context: AgentContext,
  tenant: TenantRecord,
  root: string,
  stateDirectory: string,
): Promise<AuthProfiles> {
  const reader = readerOf(context, tenant);
  const { tree } = tenant.layout;
  const profiles: StoredSecret[] = [];
  const store = new Map<string, string>();
  const problems: string[] = [];
  let databases = 0;
  let device: string | null = null;
  let deviceProblem: string | null = null;
  const shared = { file: path.join(stateDirectory, "state", "openclaw.sqlite"), owner: null };
  for (const { file, owner } of [shared, ...(await agentDatabases(root, stateDirectory, problems))]) {
    const seen = await lookInside(root, file, maxDatabaseBytes);
    if (seen.status === "missing") continue;
    databases += 1;
    const note = (problem: string) => {
      problems.push(problem);
      if (owner === null) deviceProblem = problem;
    };
    if (seen.status === "refused") {
      note(`${file} was not read: ${seen.reason}.`);
      continue;
    }
    // In its own view the reader finds the tree under the name that the layout gives it.
    const place = path.join(tree, path.relative(root, file));
    const reading = await reader.database(
      place,
      owner === null ? "shared" : "agent",
      await stampOfDatabase(file),
    );
    if ("problem" in reading) {
      note(`${file} ${reading.problem}.`);
      continue;
    }
    const label = owner === null ? "shared sign-in" : `sign-in of agent ${owner}`;
    profiles.push(...reading.value.profiles.map(([name, value]) => ({ label: `${label}: ${name}`, value })));
    for (const [name, value] of reading.value.store) store.set(name, value);
    if (owner === null) device = reading.value.device;
  }
  return { profiles, store, device, deviceProblem, databases, problems };
}

async function agentDatabases(root: string, stateDirectory: string, problems: string[]) {
  const directory = path.join(stateDirectory, "agents");
  const listed = await listInside(root, directory, 200);
  if (listed.status === "refused") problems.push(`Agents' databases were not read: ${listed.reason}.`);
  const names = listed.status === "ok" ? listed.value : [];
  return names.map((owner) => ({
    owner,
    file: path.join(directory, owner, "agent", "openclaw-agent.sqlite"),
  }));
}

/** The same as long as neither the database nor its journals have changed. */
async function stampOfDatabase(file: string): Promise<string> {
  const parts = ["", "-wal", "-journal"].map(async (ending) => {
    const stat = await statUnlinked(`${file}${ending}`);
    return stat === null ? "none" : stampOf(stat);
  });
  return (await Promise.all(parts)).join(" ");
}
