import type { ConfigurationView, ViewPart } from "./configuration-view.ts";
import type { Fault, MistakeId, MistakeRule, SeenTenant, ViewedTenant } from "./mistake-rule.ts";
import { mistakeRules } from "./mistake-rules.ts";

/** What a rule says of one tenant. `clean` only where everything was looked at that the mistake could hide in. */
export type RuleOutcome = {
  readonly slug: string;
  readonly ruleId: MistakeId;
  readonly state: "found" | "clean" | "not-measured";
  readonly faults: readonly Fault[];
  /** Why it could not be told, or what could not be looked at besides what was found; null otherwise. */
  readonly reason: string | null;
};

/** Holds all rules against all tenants of one host. Pure; one outcome for each tenant and rule. */
export function applyRules(tenants: readonly SeenTenant[]): RuleOutcome[] {
  const viewed = tenants.flatMap(({ slug, configuration }): ViewedTenant[] =>
    configuration === null ? [] : [{ slug, view: configuration }],
  );
  return mistakeRules.flatMap((rule) => {
    const faults = Map.groupBy(rule.find(viewed), ({ slug }) => slug);
    const gaps = new Map(tenants.map((tenant) => [tenant.slug, gapOf(rule, tenant)]));
    return tenants.map(({ slug }) => outcome(rule, slug, faults.get(slug) ?? [], gaps));
  });
}

function outcome(
  rule: MistakeRule,
  slug: string,
  faults: readonly Fault[],
  gaps: ReadonlyMap<string, string | null>,
): RuleOutcome {
  const reason = gaps.get(slug) ?? (rule.comparesTenants ? neighbourGap(slug, gaps) : null);
  const state = faults.length > 0 ? "found" : reason === null ? "clean" : "not-measured";
  return { slug, ruleId: rule.id, state, faults, reason };
}

/** Why the rule can't be sure of this tenant by itself. */
function gapOf(rule: MistakeRule, { configuration: view }: SeenTenant): string | null {
  if (view === null) return "The host agent gave no view of this tenant's configuration.";
  const reasons = view.gaps.filter((gap) => concerns(rule, gap)).map(({ reason }) => reason);
  const unseen = view.secrets
    .filter(({ role, fingerprint }) => fingerprint === null && rule.needsSecrets.includes(role))
    .map(
      ({ setting, where }) =>
        `The secret ${setting} could not be compared: ${where ?? "it is out of sight"}.`,
    );
  const all = [...new Set([...reasons, ...unseen])];
  return all.length === 0 ? null : all.slice(0, 3).join(" ");
}

const namedBySettings: readonly ViewPart[] = ["configuration", "places", "dotenv"];

/** What a single setting names may also be a place, or a workspace with a .env file in it. */
function concerns(
  { needs, reads }: MistakeRule,
  { part, setting }: ConfigurationView["gaps"][number],
): boolean {
  if (setting === undefined) return needs.includes(part);
  if (!needs.some((need) => namedBySettings.includes(need))) return false;
  return reads === undefined || reads.some((area) => setting === area || setting.startsWith(`${area}.`));
}

function neighbourGap(slug: string, gaps: ReadonlyMap<string, string | null>): string | null {
  const unseen = [...gaps]
    .filter(([other, reason]) => other !== slug && reason !== null)
    .map(([other]) => other);
  return unseen.length === 0 ? null : `It could not be compared with ${unseen.slice(0, 5).join(", ")}.`;
}
