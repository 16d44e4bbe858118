import type { AgentContext } from "#agent/context/context.ts";
import type { HostSnapshot } from "#agent/evidence/sources/host-snapshot.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import type { Looking } from "./begin-looking.ts";
import { gatherCopies } from "./gather-copies.ts";
import { listKnownSecrets, mostSecrets } from "./known-secrets.ts";
import { noteCopies, type Observed } from "./note-copies.ts";
import { noteExtent, secretItems } from "./note-extent.ts";
import { noteSharedMarks } from "./note-marks.ts";
import { isSearchable } from "./search/secret-forms.ts";

const concurrentTenants = 4;

/**
 * Holds what lies on this host against the values of all tenants' secrets:
 * wherever one was copied to, under whatever name. The agent itself does it,
 * over the bytes of regular files that it opens through directories held open.
 * Comparing bytes parses nothing; and a reader, which runs as one tenant, would
 * have to be given the secrets of all the others. What must be unpacked first
 * is unpacked by a reader, which hands back bytes and is told no secret.
 *
 * @returns every value, as far as it could be had
 */
export async function observeCopies(
  context: AgentContext,
  host: HostSnapshot,
  tenants: readonly Omit<Observed, "secrets">[],
  looking: Looking,
): Promise<readonly string[]> {
  const known = new Set<string>();
  try {
    const observed = await mapLimited(tenants, concurrentTenants, async (tenant) => ({
      ...tenant,
      secrets: await listKnownSecrets(tenant.view),
    }));
    for (const { secrets } of observed) for (const { value } of secrets) known.add(value);
    const values = [...new Set(observed.flatMap(searchedOf))].sort();
    const gathered = await gatherCopies(context, observed, values, looking);
    await noteCopies(gathered.copies, observed, host.accounts);
    noteSharedMarks(gathered.marked);
    for (const tenant of observed)
      noteExtent(tenant, gathered, {
        searched: values.length,
        left: tenant.secrets.length - searchedOf(tenant).length,
      });
  } catch (error) {
    context.log.error({ err: error }, "evidence.copies");
    for (const { draftOf } of tenants)
      for (const item of secretItems)
        draftOf(item).unmeasured("Copies of secrets could not be looked for; the agent's log says why.");
  }
  return [...known];
}

function searchedOf({ secrets }: Observed): string[] {
  return secrets
    .map(({ value }) => value)
    .filter(isSearchable)
    .slice(0, mostSecrets);
}
