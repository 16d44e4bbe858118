import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { maxGenerationStep } from "#lib/host-agent/contract/generation.ts";

/**
 * Refuses an order that a later one has overtaken, and one that is so far ahead
 * that it would make every later one count as overtaken. The same generation
 * again is a repetition and goes through.
 *
 * @throws AgentFailure STALE_GENERATION or BAD_REQUEST
 */
export function checkGeneration(record: Pick<TenantRecord, "slug" | "generation">, generation: number): void {
  checkStep(record.slug, record.generation, generation);
  if (generation >= record.generation) return;
  throw new AgentFailure(
    "STALE_GENERATION",
    `A later order for "${record.slug}" was accepted already (${record.generation}, this one is ${generation}), so this one was dropped.`,
    "If nobody gave a later order, the dashboard's database was restored from a backup: give the order again, its number then goes on from the host's.",
  );
}

/** The same for the first order of a tenant that isn't here yet. */
export function checkFirstGeneration(slug: Slug, generation: number): void {
  checkStep(slug, 0, generation);
}

function checkStep(slug: Slug, last: number, generation: number): void {
  if (generation <= last + maxGenerationStep) return;
  throw new AgentFailure(
    "BAD_REQUEST",
    `This order for "${slug}" has the number ${generation}, and the last one here had ${last}. So far ahead it would make every later order count as overtaken, so it was refused.`,
    "Nothing was changed. Restart Bulkhead and give the order again; if its number stays, the host's registry or the dashboard's database was restored from a backup that doesn't belong to it.",
  );
}
