import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { RunStatus } from "#lib/db/generated/enums.ts";
import { buildHost } from "#prisma/builders/build-host.ts";
import { dropOldRuns, keptRuns } from "./drop-old-runs.ts";

const never = new AbortController().signal;
const began = Date.parse("2026-11-01T00:00:00Z");
type Run = { readonly status: RunStatus; readonly hasAttempts?: boolean };
const enough = Array<Run>(keptRuns).fill({ status: "cancelled" });

/** Runs of a host, the first the oldest. */
async function addRuns(hostId: string, runs: readonly Run[]): Promise<string[]> {
  const rows = await db.probeRun.createManyAndReturn({
    data: runs.map(({ status }, minute) => {
      const createdAt = new Date(began + minute * 60_000);
      return { hostId, status, neighbourhood: 1, createdAt, finishedAt: createdAt };
    }),
    select: { id: true },
  });
  const ids = rows.map(({ id }) => id);
  await db.probePair.createMany({
    data: ids
      .filter((_, index) => runs[index]?.hasAttempts === true)
      .map((runId) => ({ runId, source: "a", target: "b", verdict: "proven", marks: "p", attempts: [] })),
  });
  return ids;
}

const leftOf = async (hostId: string) => {
  const rows = await db.probeRun.findMany({ where: { hostId }, orderBy: { createdAt: "asc" } });
  return rows.map(({ id }) => id);
};
const withAttempts = async (hostId: string) => {
  const rows = await db.probeRun.findMany({
    where: { hostId, pairs: { some: {} } },
    orderBy: { createdAt: "asc" },
  });
  return rows.map(({ id }) => id);
};

describe("the runs of a host", () => {
  it("are kept down to the newest, each host for itself", async () => {
    const [one, other] = [await buildHost(), await buildHost()];
    const many = await addRuns(one.id, [{ status: "failed" }, { status: "done" }, ...enough]);
    const few = await addRuns(other.id, [{ status: "done" }]);
    expect(await dropOldRuns(never)).toBe(2);
    expect(await leftOf(one.id)).toEqual(many.slice(2));
    expect(await leftOf(other.id)).toEqual(few);
  });

  it("stay, however old, while their attempts count or are compared with", async () => {
    const host = await buildHost();
    const runs = await addRuns(host.id, [
      ...[{ status: "done" as const }, { status: "done" as const, hasAttempts: true }],
      ...[
        { status: "done" as const, hasAttempts: true },
        { status: "failed" as const, hasAttempts: true },
      ],
      ...enough,
    ]);
    await dropOldRuns(never);
    expect(await leftOf(host.id)).toEqual(runs.slice(1));
    expect(await withAttempts(host.id)).toEqual(runs.slice(1, 4));
  });

  it("lose attempts that count no longer, which a worker left that ended too early", async () => {
    const host = await buildHost();
    const done = { status: "done" as const, hasAttempts: true };
    const cancelled = { status: "cancelled" as const, hasAttempts: true };
    const runs = await addRuns(host.id, [done, cancelled, done, done, cancelled, cancelled]);
    await dropOldRuns(never);
    expect(await leftOf(host.id)).toEqual(runs);
    expect(await withAttempts(host.id)).toEqual([runs[2], runs[3], runs[5]]);
  });

  it("keep what is being written for one that goes on", async () => {
    const host = await buildHost();
    const done = { status: "done" as const, hasAttempts: true };
    const runs = await addRuns(host.id, [done, done, { status: "running", hasAttempts: true }]);
    await dropOldRuns(never);
    expect(await withAttempts(host.id)).toEqual(runs);
  });
});
