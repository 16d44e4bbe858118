import type { Judgement } from "../checklist/judge.ts";
import type { Sharing } from "../checklist/sharing.ts";

/** How long a risk can be accepted for, in days. */
export const longestAcceptanceDays = 366;

/** Somebody's word that they answer for certain faults until a day. */
export type Acceptance = {
  readonly faults: readonly string[];
  readonly expiresAt: Date;
};

type Defect = { readonly id: string; readonly message: string };

/** A key for each thing that breaks an item; stays the same from check to check while the thing does. */
export function itemFaultKeys(sharing: readonly Sharing[], defects: readonly Defect[]): string[] {
  const keys = [
    ...sharing.map(
      ({ kind, value, otherSlug, otherItem }) => `shared ${kind} ${value} with ${otherSlug} ${otherItem}`,
    ),
    // A process gets another number with every start; that is no other fault.
    ...defects.map(({ id, message }) => `${id} ${message.replace(/pid \d+/g, "pid")}`),
  ];
  return [...new Set(keys)].sort();
}

/** True for the fault of an item that shares the secret of this fingerprint. */
export function isSharedSecret(fault: string, fingerprint: string): boolean {
  return fault.startsWith(`shared fingerprint ${fingerprint} with `);
}

/** True while somebody answers for each of these faults, one or several together. A fault that came later is not covered. */
export function isAccepted(
  faults: readonly string[],
  acceptances: readonly Acceptance[],
  now: Date,
): boolean {
  if (faults.length === 0) return false;
  const covered = new Set(
    acceptances.filter(({ expiresAt }) => expiresAt > now).flatMap((acceptance) => acceptance.faults),
  );
  return faults.every((fault) => covered.has(fault));
}

/**
 * What becomes of a failed verdict whose faults are all accepted: it is
 * accepted, unless a part of the thing could not be measured, which no
 * acceptance makes up for.
 *
 * @param rest why it could not all be measured, apart from the faults; null when it could
 */
export function accept(judgement: Judgement, rest: string | null): Judgement {
  if (judgement.verdict !== "failed") return judgement;
  if (rest !== null) return { verdict: "not-measured", reason: `${rest} What failed besides is accepted.` };
  return { verdict: "accepted", reason: judgement.reason };
}
