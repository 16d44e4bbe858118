import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { RecordLeakId } from "#lib/domain/probe/record-leaks.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { PlantedRecord } from "#lib/host-agent/contract/self-test.ts";
import { createLogger } from "#lib/log/logger.ts";
import { buildEvidence } from "#lib/services/check/testing/build-evidence.ts";
import { judgeRecord } from "./judge-record.ts";

const log = createLogger("test", "silent");
const hourMs = 3_600_000;
const bootId = randomUUID();
const heardAt = new Date();
const at = (aheadMs: number) => new Date(heardAt.getTime() + aheadMs).toISOString();
const beat = (aheadMs: number) => ({ at: at(aheadMs), order: { bootId, uptimeMs: 5 * hourMs } });
const openedUp = { defects: [{ id: "workspace.mode", message: "Its mode is 0755.", nextStep: "Close it." }] };

type Times = { readonly before: number; readonly looked: number; readonly after: number | null };

function recordOf(leak: RecordLeakId, { before, looked, after }: Times): PlantedRecord {
  const mark = randomUUID().slice(0, 8);
  const [one, other] = [`selftest-a-${mark}`, `selftest-b-${mark}`];
  const tenants = [buildEvidence(one), buildEvidence(other, { workspace: openedUp })];
  return {
    leak,
    before: beat(before),
    evidence: { at: at(looked), accounts: [], tenants },
    opened: slugSchema.parse(other),
    after: after === null ? null : beat(after),
  };
}

const planted = {
  "clock-ahead": { before: hourMs, looked: hourMs, after: hourMs },
  "clock-set-back": { before: 0, looked: 0, after: -30_000 },
  "silent-agent": { before: 0, looked: 0, after: null },
} as const;
const leaks = Object.keys(planted) as RecordLeakId[];

it.each(leaks)(
  "%s: nothing counts that was proven, what failed stays failed, and lists say so, too",
  async (leak) => {
    const { isCaught, detail, unmeasured } = await judgeRecord(recordOf(leak, planted[leak]), heardAt, log);
    expect({ isCaught, detail }).toEqual({ isCaught: true, detail: null });
    expect(unmeasured?.found).toHaveLength(10);
  },
);

it.each<[RecordLeakId, Times, RegExp]>([
  [
    "clock-ahead",
    { before: 0, looked: 0, after: 0 },
    /believed when it came.*host's clock.*counts still: state-directory, /,
  ],
  ["clock-ahead", { before: 0, looked: hourMs, after: 0 }, /^Nothing is said of the host's clock\.$/],
  ["clock-set-back", { before: 0, looked: 0, after: 0 }, /host's clock.*counts still/],
  ["silent-agent", { before: 0, looked: 0, after: 0 }, /counts still/],
  ["silent-agent", { before: 0, looked: hourMs, after: null }, /^Nothing counted before it/],
  [
    "silent-agent",
    { before: -hourMs, looked: hourMs, after: null },
    /cease to\. The host's clock is 1 hour behind/,
  ],
])(
  "%s that nobody planted, or that shows in part only, is not called caught",
  async (leak, times, detail) => {
    const result = await judgeRecord(recordOf(leak, times), heardAt, log);
    expect(result).toMatchObject({ isCaught: false, detail: expect.stringMatching(detail) });
  },
);

it("leaves nothing in the database, and no check asked for", async () => {
  const record = recordOf("clock-set-back", planted["clock-set-back"]);
  const counts = () =>
    Promise.all([
      db.host.count({ where: { name: "Self-test" } }),
      db.client.count({ where: { name: "Self-test" } }),
      db.tenant.count({ where: { slug: { in: record.evidence.tenants.map(({ slug }) => slug) } } }),
      db.activity.count({ where: { action: "host.clock-jump" } }),
    ]);
  await judgeRecord(record, heardAt, log);
  expect(await counts()).toEqual([0, 0, 0, 0]);
});
