import type { Item } from "../checklist/item.ts";
import type { ConfigurationView, SecretSighting, ViewPart } from "./configuration-view.ts";

export const mistakeIds = [
  "one-gateway-many-clients",
  "shared-openai-key",
  "personal-and-company-browser",
  "group-allowlist-only-protection",
  "shared-channel-account",
  "shared-gateway-token",
  "shared-hooks-token",
  "token-reused-as-api-key",
  "shared-directories",
  "overlapping-ports",
  "plain-secret-in-config",
  "secret-in-dotenv",
  "secret-in-arguments",
  "log-or-backup-outside-boundary",
  "backup-holds-two-tenants",
  "plugin-writes-outside-state",
  "session-key-as-authorization",
] as const;
export type MistakeId = (typeof mistakeIds)[number];

export function isMistakeId(text: string): text is MistakeId {
  return (mistakeIds as readonly string[]).includes(text);
}

/**
 * What one click can safely do: write the tenant's configuration again from
 * what the dashboard knows, or start the Gateway anew without what was added by hand.
 */
export type MistakeFix = "restore-configuration" | "restart";

/** A tenant whose configuration the agent has looked at; null when it gave no view at all. */
export type SeenTenant = { readonly slug: string; readonly configuration: ConfigurationView | null };
/** A tenant of which there is a view. */
export type ViewedTenant = { readonly slug: string; readonly view: ConfigurationView };

/** One place where a rule saw its mistake. */
export type Fault = {
  /** Tells this fault from another of the same rule and tenant, and stays the same from check to check. */
  readonly key: string;
  readonly slug: string;
  /** Other tenants it involves. */
  readonly others: readonly string[];
  /** What exactly is wrong, in a sentence. */
  readonly detail: string;
  /** How it was seen. */
  readonly seenHow: string;
};

export type MistakeRule = {
  readonly id: MistakeId;
  readonly title: string;
  /** Why it is a mistake. */
  readonly explanation: string;
  /** What to do, step by step. */
  readonly remedy: string;
  /** For a buyer: no jargon. */
  readonly buyerText: string;
  readonly fix: MistakeFix | null;
  /** Items of the checklist that it bears on. */
  readonly items: readonly Item[];
  /** Parts of a view without which it can't be told that the mistake is absent. */
  readonly needs: readonly ViewPart[];
  /** Secrets that must have been seen, too. */
  readonly needsSecrets: readonly SecretSighting["role"][];
  /** True when a tenant is clean only if every neighbour could be looked at. */
  readonly comparesTenants: boolean;
  find(tenants: readonly ViewedTenant[]): readonly Fault[];
};

/** Every pair of two tenants, each once. */
export function pairsOf<T>(list: readonly T[]): [T, T][] {
  return list.flatMap((a, index) => list.slice(index + 1).map((b): [T, T] => [a, b]));
}

/** "a, b and c" */
export function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The same fault on both tenants of a pair, each naming the other. */
export function onBoth(
  a: ViewedTenant,
  b: ViewedTenant,
  fault: {
    readonly key: string;
    readonly seenHow: string;
    detail(mine: ViewedTenant, other: ViewedTenant): string;
  },
): Fault[] {
  return [
    { mine: a, other: b },
    { mine: b, other: a },
  ].map(({ mine, other }) => ({
    key: `${fault.key} ${other.slug}`,
    slug: mine.slug,
    others: [other.slug],
    detail: fault.detail(mine, other),
    seenHow: fault.seenHow,
  }));
}
