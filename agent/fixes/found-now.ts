import type { AgentContext } from "#agent/context/context.ts";
import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { applyRules } from "#lib/domain/mistakes/apply-rules.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { FixRequest } from "#lib/host-agent/contract/fix.ts";
import { changedSince } from "./fix-parts.ts";

/**
 * Holds the rules against the host as it is now, whatever the dashboard has
 * seen before or says that it has.
 *
 * @returns those of the subjects that a rule finds on this tenant and that this fix is the cure of
 * @throws AgentFailure CONFIG_CHANGED when it is none
 */
export async function foundNow(
  context: AgentContext,
  registry: Registry,
  { slug, fix, subjects }: FixRequest & { readonly slug: Slug },
): Promise<string[]> {
  const { tenants } = await collectHostEvidence(context, registry, [], { asksKernel: false });
  const outcomes = applyRules(
    tenants.map(({ slug: seen, configuration }) => ({ slug: seen, configuration: configuration ?? null })),
  );
  const own = outcomes.filter((outcome) => outcome.slug === slug);
  const found = new Set(
    own.flatMap(({ faults }) =>
      faults.flatMap(({ cure }) => (cure.by === "click" && cure.fix === fix ? [cure.subject] : [])),
    ),
  );
  const left = subjects.filter((subject) => found.has(subject));
  if (left.length > 0) return left;
  const unseen = own.find(({ state, reason }) => state === "not-measured" && reason !== null)?.reason;
  throw changedSince(
    `What this was to put right on "${slug}" is not found there any more.${unseen == null ? "" : ` Not everything could be looked at: ${unseen}`}`,
  );
}
