import type { Item } from "#lib/domain/checklist/item.ts";
import type { GatewayWord } from "#lib/domain/gateway-word/word-verdict.ts";
import type { Identity, ItemEvidence } from "#lib/host-agent/contract/evidence.ts";

/** Evidence of one item while it is gathered. Repeated facts, identities and defects are kept once. */
export type Draft = {
  readonly item: Item;
  how(way: string): void;
  fact(label: string, value: string): void;
  identity(kind: Identity["kind"], value: string, label: string): void;
  /** @param what the part of the id after the item: "outside-boundary" */
  defect(what: string, message: string, nextStep: string): void;
  /**
   * The item, or a part of it, could not be observed: the whole then counts as
   * not measured, and so does every neighbour's, which may share what is unseen.
   */
  unmeasured(reason: string): void;
  /** The same where nothing is unseen that a neighbour could share: it could only not be tried, or not be told by whom. */
  untried(reason: string): void;
  /** Whether the running Gateway says of itself what was seen of it. */
  word(heard: GatewayWord): void;
  finish(): ItemEvidence;
};

/** Longest text of a fact, message or label: what a tenant chose may be long. */
const maxText = 1000;
/** Most facts, identities and defects of one item; of more it can't be told that they were all looked at. */
const maxEach = 2000;
const maxReasons = 50;

export function startDraft(item: Item, at: Date): Draft {
  const ways = new Set<string>();
  let word: GatewayWord | null = null;
  const unseen = new Set<string>();
  const untried = new Set<string>();
  const facts = new Map<string, ItemEvidence["facts"][number]>();
  const identities = new Map<string, Identity>();
  const defects = new Map<string, ItemEvidence["defects"][number]>();
  const keep = <V>(map: Map<string, V>, key: string, value: V) => {
    if (map.has(key)) return;
    if (map.size < maxEach) map.set(key, value);
    else unseen.add(`There is more of it than the ${maxEach} that are looked at.`);
  };
  return {
    item,
    how: (way) => void ways.add(way),
    fact: (label, value) => void keep(facts, `${label}\0${value}`, { label: cut(label), value: cut(value) }),
    identity: (kind, value, label) =>
      void keep(identities, `${kind}\0${value}`, { kind, value: value.toWellFormed(), label: cut(label) }),
    defect: (what, message, nextStep) =>
      void keep(defects, `${what}\0${message}`, {
        id: `${item}.${what}`,
        message: cut(message),
        nextStep: cut(nextStep),
      }),
    unmeasured: (reason) => void unseen.add(cut(reason)),
    untried: (reason) => void untried.add(cut(reason)),
    word(heard) {
      word = heard;
    },
    finish: () => ({
      item,
      isMeasured: unseen.size + untried.size === 0,
      reason: joined([...unseen, ...untried]),
      unseen: joined([...unseen]),
      how: ways.size === 0 ? "Not observed." : `${capitalize([...ways].join("; "))}.`,
      facts: [...facts.values()],
      identities: [...identities.values()],
      defects: [...defects.values()],
      word,
      at: at.toISOString(),
    }),
  };
}

function joined(reasons: readonly string[]): string | null {
  return reasons.length === 0 ? null : reasons.slice(0, maxReasons).join(" ");
}

/** A text that a tenant may have chosen, short and without control characters. */
export function cut(text: string): string {
  // Control characters in a path that a tenant chose must not reach a terminal or a report.
  const clean = text.slice(0, 2 * maxText).replace(/\p{Cc}/gu, "?");
  // Half of a character, which a cut may leave and a tenant may write, can't be stored as text.
  return (clean.length > maxText ? `${clean.slice(0, maxText - 1)}…` : clean).toWellFormed();
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
