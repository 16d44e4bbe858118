import { Mutex } from "async-mutex";
import { db, type Tx } from "#lib/db/db.ts";
import { vouchedSilenceMs } from "#lib/domain/checklist/freshness.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import { type Verdict, verdicts, worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { clockProblem, hostClockSchema } from "#lib/domain/host/host-clock.ts";
import { type RecordLeakId, recordLeaks } from "#lib/domain/probe/record-leaks.ts";
import type { LeakResult, PlantedRecord } from "#lib/host-agent/contract/self-test.ts";
import type { Logger } from "#lib/log/logger.ts";
import { tenantVerdicts } from "#lib/services/check/tenant-verdicts.ts";
import { tenantMistakes } from "#lib/services/mistake/mistake-rows.ts";
import { recordBeat } from "#lib/services/observation/record-beat.ts";
import { worstVerdictSql } from "#lib/services/tenant/current-verdicts-sql.ts";
import { keepRecord } from "./keep-record.ts";

const opened: Item = "workspace";
/** The longest that a host may be silent, and a little. */
const silenceMs = vouchedSilenceMs + 1_000;

/** Where the leak is in what was handed over itself, nothing of it may ever count. */
const isWrongFromTheStart: Record<RecordLeakId, boolean> = {
  "clock-ahead": true,
  "clock-set-back": false,
  "silent-agent": false,
};

/**
 * Whether what an agent handed over is believed as little as it has to be. It is
 * kept and read again in the database as any host's would be, and taken back.
 *
 * @param heardAt when it was handed over, by the dashboard's clock
 */
export async function judgeRecord(record: PlantedRecord, heardAt: Date, log: Logger): Promise<LeakResult> {
  const row = {
    ...{ id: record.leak, title: recordLeaks[record.leak] },
    ...{ expected: [], turnedRed: [], expectedItems: [], redItems: [] },
  };
  try {
    const found = await inTurn.runExclusive(() => takenBack((tx) => find(tx, record, heardAt)));
    const proven = found.after.items.filter(({ taken }) => taken === "proven");
    const lost = proven.filter(({ shown }) => shown === "not-measured");
    const detail = faultsOf(record, found).join(" ").slice(0, 600) || null;
    const unmeasured = { expected: unique(proven), found: unique(lost) };
    return { ...row, unmeasured, isCaught: detail === null, detail };
  } catch (error) {
    log.warn({ err: error, leak: record.leak }, "selftest.run could not judge a record");
    return { ...row, isCaught: false, detail: "It could not be judged. The dashboard's log says why." };
  }
}

/** All records tell of the same two tenants. */
const inTurn = new Mutex();

async function find(tx: Tx, record: PlantedRecord, heardAt: Date): Promise<Found> {
  const hostId = await keepRecord(tx, record, heardAt);
  const before = await read(tx, hostId, heardAt);
  if (record.after !== null) await recordBeat(tx, hostId, record.after, heardAt);
  const isSilent = record.after === null;
  const now = isSilent ? new Date(heardAt.getTime() + silenceMs) : heardAt;
  return { before, after: await read(tx, hostId, now), isSilent };
}

type SeenItem = {
  readonly slug: string;
  readonly item: Item;
  /** By the pass that looked at it. */
  readonly taken: Verdict;
  /** As it stands now. */
  readonly shown: Verdict;
};
type Seen = {
  readonly items: readonly SeenItem[];
  /** Rules for mistakes that are said to be kept. */
  readonly clean: number;
  /** Tenants whose worst verdict a list would tell otherwise. */
  readonly otherInLists: readonly string[];
  readonly clockProblem: string | null;
};
type Found = { readonly before: Seen; readonly after: Seen; readonly isSilent: boolean };

function faultsOf({ leak, opened: slug }: PlantedRecord, { before, after, isSilent }: Found): string[] {
  const proven = after.items.filter(({ taken }) => taken === "proven");
  const still = after.items.filter(({ taken, shown }) => taken === "proven" && shown !== "not-measured");
  const open = after.items.find((each) => each.slug === slug && each.item === opened);
  const isCounting = before.items.some(({ shown }) => shown === "proven");
  const isShownEarly = isWrongFromTheStart[leak] && isCounting;
  return [
    ...(proven.length === 0 ? ["Nothing of the two tenants was proven without it."] : []),
    ...(isWrongFromTheStart[leak] || isCounting
      ? []
      : [`Nothing counted before it, so nothing could cease to. ${before.clockProblem ?? ""}`.trim()]),
    ...(isShownEarly ? ["It was believed when it came."] : []),
    ...(open?.shown === "failed" ? [] : [`The open ${opened} counts as ${open?.shown ?? "nothing"}.`]),
    ...(after.clean === 0 ? [] : [`${after.clean} mistakes count as looked for.`]),
    ...(isSilent || after.clockProblem !== null ? [] : ["Nothing is said of the host's clock."]),
    ...after.otherInLists.map((each) => `Lists tell otherwise of ${each}.`),
    ...(still.length === 0 ? [] : [`What was proven counts still: ${unique(still).join(", ")}.`]),
  ];
}

async function read(tx: Tx, hostId: string, now: Date): Promise<Seen> {
  const host = await tx.host.findUniqueOrThrow({ where: { id: hostId } });
  const where = { tenant: { hostId } };
  // One after the other: a transaction has one connection.
  const tenants = await tx.tenant.findMany({ where: { hostId }, include: { gateway: true } });
  const evidence = await tx.itemEvidence.findMany({ where });
  const checks = await tx.mistakeCheck.findMany({ where });
  const findings = await tx.finding.findMany({ where });
  const inLists = await tx.$queryRaw<{ slug: string; worst: number }[]>`
    SELECT t."slug", ${worstVerdictSql(now)} AS "worst" FROM "Tenant" t
    JOIN "Host" h ON h."id" = t."hostId" JOIN "Gateway" g ON g."tenantId" = t."id"
    WHERE t."hostId" = ${hostId}::uuid`;
  const read = tenants.flatMap(({ id, slug, gateway }) => {
    if (gateway === null) return [];
    const ofTenant = ({ tenantId }: { readonly tenantId: string }) => tenantId === id;
    const shown = tenantVerdicts(evidence.filter(ofTenant), { gateway, host, accepted: [] }, now);
    const rows = {
      mistakes: checks.find(ofTenant) ?? null,
      findings: findings.filter(ofTenant),
      accepted: [],
    };
    const mistakes = tenantMistakes(rows, { gateway, host }, now);
    const worst = verdicts.indexOf(worstVerdict(shown.map(({ verdict }) => verdict)));
    const listed = inLists.find((row) => row.slug === slug)?.worst;
    return [
      {
        items: shown.map(({ item, verdict, decayedFrom }) => ({
          ...{ slug, item, shown: verdict, taken: decayedFrom ?? verdict },
        })),
        clean: mistakes.filter(({ verdict }) => verdict === "proven").length,
        otherInLists: listed === worst ? [] : [slug],
      },
    ];
  });
  const clock = hostClockSchema.nullable().catch(null).parse(host.clock);
  return {
    items: read.flatMap(({ items }) => items),
    clean: read.reduce((sum, { clean }) => sum + clean, 0),
    otherInLists: read.flatMap(({ otherInLists }) => otherInLists),
    clockProblem: clockProblem(clock, now)?.message ?? null,
  };
}

class TakenBack extends Error {}

/** What a piece of work says, of which nothing stays in the database. */
async function takenBack<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  const said: T[] = [];
  try {
    await db.$transaction(
      async (tx) => {
        said.push(await work(tx));
        throw new TakenBack();
      },
      { timeout: 30_000 },
    );
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  const [result] = said;
  if (result === undefined) throw new Error("The work said nothing.");
  return result;
}

function unique(list: readonly SeenItem[]): Item[] {
  return [...new Set(list.map(({ item }) => item))];
}
