import type { Item } from "../checklist/item.ts";
import type { ConfigurationView, SecretSighting, ViewPart } from "./configuration-view.ts";

export const mistakeIds = [
  "one-gateway-many-clients",
  "shared-openai-key",
  "shared-service-key",
  "personal-and-company-browser",
  "group-allowlist-only-protection",
  "shared-channel-account",
  "shared-gateway-token",
  "shared-hooks-token",
  "token-reused-as-api-key",
  "public-token",
  "shared-directories",
  "overlapping-ports",
  "plain-secret-in-config",
  "secret-in-dotenv",
  "secret-in-arguments",
  "log-or-backup-outside-boundary",
  "backup-holds-two-tenants",
  "plugin-writes-outside-state",
  "session-key-as-authorization",
  "model-name-as-boundary",
  "open-files",
] as const;
export type MistakeId = (typeof mistakeIds)[number];

export function isMistakeId(text: string): text is MistakeId {
  return (mistakeIds as readonly string[]).includes(text);
}

/**
 * What one click can safely do. `restore-configuration` writes the tenant's
 * configuration again from what the dashboard knows · `restart` starts the
 * Gateway anew without what was added by hand · `rotate-gateway-token` gives
 * this tenant another token · `new-hooks-token` puts another hooks token in the
 * place of the one that stands in the configuration · `move-secrets` puts
 * secrets that stand in the configuration into the tenant's secrets file and
 * refers to them · `close-files` puts modes and owners inside the tenant's tree right.
 */
export const mistakeFixes = [
  "restore-configuration",
  "restart",
  "rotate-gateway-token",
  "new-hooks-token",
  "move-secrets",
  "close-files",
] as const;
export type MistakeFix = (typeof mistakeFixes)[number];

/**
 * What puts exactly this fault right: one click, or a step that somebody takes
 * by hand. `subject` names what the click is about (a fingerprint, a setting, a
 * path), so that it does nothing to what has meanwhile come in its place.
 */
export type Cure =
  | { readonly by: "click"; readonly fix: MistakeFix; readonly subject: string }
  | { readonly by: "hand"; readonly step: string };

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
  readonly cure: Cure;
};

export type MistakeRule = {
  readonly id: MistakeId;
  readonly title: string;
  /** Why it is a mistake. */
  readonly explanation: string;
  /** What to do, step by step. */
  readonly remedy: string;
  /** How it is seen: what is looked at, and what is not. */
  readonly looksAt: string;
  /** For a buyer: no jargon. */
  readonly buyerText: string;
  /** What one click can do about it, where it can do anything; each fault says whether it does. */
  readonly fixes: readonly MistakeFix[];
  /** Items of the checklist that it bears on. */
  readonly items: readonly Item[];
  /** Parts of a view without which it can't be told that the mistake is absent. */
  readonly needs: readonly ViewPart[];
  /**
   * Areas of the configuration that it depends on: a single setting elsewhere that is
   * out of sight is nothing to it. Left out where it depends on all of it.
   */
  readonly reads?: readonly string[];
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
    cure(mine: ViewedTenant, other: ViewedTenant): Cure;
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
    cure: fault.cure(mine, other),
  }));
}
