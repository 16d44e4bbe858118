import type { AgentContext } from "#agent/context/context.ts";
import { listForeignTables, listTable } from "#agent/network/firewall.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import type { Listener } from "#agent/proc/parse-socket-table.ts";
import { readEnviron, readProcess } from "#agent/proc/read-process.ts";
import { pidOfSocket } from "#agent/proc/socket-owners.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { containsPort, lastPort, overlaps, type PortBlock } from "#lib/domain/host/port-block.ts";
import type { TenantSpec } from "#lib/host-agent/contract/tenant-spec.ts";

/**
 * Refuses a port block in which somebody else listens, which another tenant of
 * this host has, or which another installation's firewall closes. The dashboard's reservation doesn't know what else runs here.
 *
 * @throws AgentFailure PORT_TAKEN
 */
export async function checkPortBlock(
  context: AgentContext,
  spec: TenantSpec,
  record: TenantRecord | null,
  records: readonly TenantRecord[],
): Promise<void> {
  const block: PortBlock = { base: spec.basePort };
  const neighbour = records.find(
    (other) => other.slug !== spec.slug && overlaps(block, { base: other.basePort }),
  );
  if (neighbour) {
    throw taken(
      block,
      `overlaps the block of tenant "${neighbour.slug}" (${neighbour.basePort} to ${lastPort({ base: neighbour.basePort })})`,
    );
  }
  for (const listener of await listListeners()) {
    if (!containsPort(block, listener.port)) continue;
    const pid = await pidOfSocket(listener.inode);
    if (isOwn(context, spec, record, listener, pid)) continue;
    throw taken(block, `is not free: ${describe(listener, pid)}`);
  }
  await checkForeignFirewalls(context, block);
}

/** Its rules would drop what the Gateway answers, and the Gateway would seem dead. */
async function checkForeignFirewalls(context: AgentContext, block: PortBlock): Promise<void> {
  for (const table of await listForeignTables(context)) {
    const rules = (await listTable(context, table)) ?? [];
    const rule = rules.find((each) => each && each.first <= lastPort(block) && block.base <= each.last);
    if (!rule) continue;
    throw taken(
      block,
      `is closed by the firewall of another Bulkhead installation, for its tenant "${rule.slug}"`,
      `Choose another port block, or, if that installation is gone, remove what it left: nft delete table inet ${table}`,
    );
  }
}

function isOwn(
  context: AgentContext,
  spec: TenantSpec,
  record: TenantRecord | null,
  listener: Listener,
  pid: number | null,
): boolean {
  if (record === null || listener.uid !== record.uid) return false;
  if (hasOwnUser(spec) && context.isRoot) return true;
  // Without a user of its own a tenant is told apart by what its process was started with.
  return pid !== null && readEnviron(pid)?.BULKHEAD_TENANT === spec.slug;
}

function describe(listener: Listener, pid: number | null): string {
  const who = pid === null ? "a process out of the agent's sight" : `${commandOf(pid)} (pid ${pid})`;
  return `${who} of user ${listener.uid} listens on port ${listener.port}`;
}

function commandOf(pid: number): string {
  return readProcess(pid)?.comm.replace(/[^\x20-\x7e]/g, "?") ?? "a process";
}

function taken(
  block: PortBlock,
  why: string,
  nextStep = "Choose another port block for this tenant, or stop what listens there.",
): AgentFailure {
  return new AgentFailure(
    "PORT_TAKEN",
    `The port block ${block.base} to ${lastPort(block)} ${why}.`,
    nextStep,
  );
}
