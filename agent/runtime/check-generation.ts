import { AgentFailure } from "#agent/agent-error.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";

/**
 * Refuses an order that a later one has overtaken. The same generation again is
 * a repetition and goes through.
 *
 * @throws AgentFailure STALE_GENERATION
 */
export function checkGeneration(record: TenantRecord, generation: number): void {
  if (generation >= record.generation) return;
  throw new AgentFailure(
    "STALE_GENERATION",
    `A later order for "${record.slug}" was accepted already (${record.generation}, this one is ${generation}), so this one was dropped.`,
    "Nothing to do: the later order holds.",
  );
}
