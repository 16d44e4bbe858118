import fc from "fast-check";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { CheckStatus, Verdict } from "#lib/db/generated/enums.ts";
import {
  auditLifetimeMs,
  clockToleranceMs,
  evidenceLifetimeMs,
  vouchedSilenceMs,
} from "#lib/domain/checklist/freshness.ts";
import { items } from "#lib/domain/checklist/item.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { gatewayPhases } from "#lib/host-agent/contract/observation.ts";
import { watchSilenceMs } from "#lib/services/observation/is-host-heard.ts";

/** The moment at which everything below is looked at. */
export const now = new Date("2026-11-22T12:00:00.000Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const later = ago(-365 * 86_400_000);

/** Mostly the first, so that everything else being equal is common enough to show anything. */
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
const around = (ms: number) => [ago(ms - 1), ago(ms), ago(ms + 1)] as const;

const restartMs = 3_600_000;
const hash = mostly<string | null>("a", "b", null);
const version = mostly<string | null>("1", "2", null);
const neighbourhood = mostly(1, 2);
/** Few, so that what is accepted is often about what is wrong. */
const [oddItems, rules] = [items.slice(0, 3), mistakeIds.slice(0, 3)];
const faults = fc.subarray(["one", "two", "three"]);
const circumstances = { configHash: hash, version, neighbourhood };

const measuredAt = mostly(now, ago(restartMs), ...around(evidenceLifetimeMs), ...around(-clockToleranceMs));
/** Around that of the last change of the process. */
const stamp = mostly(5, 4, 6);
const rest = mostly<string | null>(null, "A part of it could not be looked at.");

const evidence = fc.record({
  item: fc.constantFrom<string>(...oddItems, "an-item-of-before"),
  verdict: fc.constantFrom<Verdict>("failed", "not_measured", "proven"),
  observedAt: measuredAt,
  faults,
  rest,
  stamp,
  notSince: mostly<string | null>(null, "It could not be looked at again."),
  ...circumstances,
});

const acceptance = fc.record({
  kind: fc.constantFrom("item", "mistake", "attempt"),
  subject: fc.constantFrom<string>(...oddItems, ...rules),
  faults,
  expiresAt: mostly(later, ...around(0)),
  revokedAt: mostly<Date | null>(null, now),
});

const rule = fc.constantFrom<string>(...rules, "a-rule-of-before");
const mistakeCheck = fc.record({
  observedAt: measuredAt,
  stamp,
  results: fc.uniqueArray(
    fc.record({
      ruleId: rule,
      state: fc.constantFrom("found", "clean", "not-measured", "odd"),
      reason: rest,
    }),
    { selector: ({ ruleId }) => ruleId },
  ),
  ...circumstances,
});
const finding = fc.record({ ruleId: rule, faultKeys: faults, resolvedAt: mostly<Date | null>(null, now) });

const auditRun = fc.record({
  status: mostly<CheckStatus>("done", "queued", "running", "failed"),
  finishedAt: mostly<Date | null>(now, ...around(auditLifetimeMs), ...around(-clockToleranceMs), null),
  createdAt: mostly(now, ...around(auditLifetimeMs)),
  critical: fc.constantFrom(0, 1, null),
  warn: fc.constantFrom(0, 1, null),
  configHash: hash,
  version,
});

/** What its host is like. */
const heardAt = [watchSilenceMs, vouchedSilenceMs, -clockToleranceMs].flatMap(around);
export const hosts = [now, ...heardAt, null].flatMap((lastSeenAt) =>
  [1, 2].map((revision) => ({ lastSeenAt, neighbourhood: revision })),
) as [HostLike, ...HostLike[]];
type HostLike = { readonly lastSeenAt: Date | null; readonly neighbourhood: number };

/** Everything of one tenant that the rules for its verdicts look at. */
export const randomTenant = fc.record({
  host: mostly(...hosts),
  gateway: fc.record({
    observedPhase: fc.constantFrom<string | null>(...gatewayPhases, "a-phase-of-before", null),
    observedHash: hash,
    observedVersion: version,
    processStamp: mostly(5, 0),
  }),
  /** What the items are that aren't the usual one, which is proven and current; or missing. */
  odd: fc.uniqueArray(evidence, { selector: ({ item }) => item, maxLength: 4 }),
  missing: mostly<readonly string[]>([], ...items.map((item) => [item])),
  accepted: fc.array(acceptance, { maxLength: 4 }),
  mistakes: fc.option(mistakeCheck, { freq: 5 }),
  findings: fc.uniqueArray(finding, { selector: ({ ruleId }) => ruleId, maxLength: 3 }),
  audits: fc.uniqueArray(auditRun, { selector: ({ createdAt }) => createdAt.getTime(), maxLength: 3 }),
});
export type RandomTenant = typeof randomTenant extends fc.Arbitrary<infer T> ? T : never;

/** The rows of its ten items. */
export function evidenceRows(
  { odd, missing }: RandomTenant,
  { tenantId, checkId }: { readonly tenantId: string; readonly checkId: string },
): Prisma.ItemEvidenceCreateManyInput[] {
  const usual = {
    configHash: "a",
    version: "1",
    neighbourhood: 1,
    observedAt: now,
    faults: [],
    rest: null,
    stamp: 5,
  };
  const named = new Set(odd.map(({ item }) => item));
  const rows = [
    ...items
      .filter((item) => !named.has(item) && !missing.includes(item))
      .map((item) => ({ ...usual, item, verdict: "proven" as const })),
    ...odd,
  ];
  return rows.map(({ rest: unmeasured, verdict, ...row }) => ({
    ...{ tenantId, checkId },
    ...row,
    verdict,
    isMeasured: unmeasured === null,
    evidence: {
      ...{ item: items.find((item) => item === row.item) ?? "workspace", isMeasured: true, reason: null },
      ...{ how: "", facts: [], identities: [], defects: [], at: now.toISOString() },
      ...{ verdictReason: verdict === "proven" ? null : "It broke.", rest: unmeasured },
    },
  }));
}
