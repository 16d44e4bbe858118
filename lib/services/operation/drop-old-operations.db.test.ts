import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { OperationKind, OperationStatus } from "#lib/db/generated/enums.ts";
import { recordActivity } from "#lib/services/activity/index.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { dropOldOperations, keptOperations } from "./drop-old-operations.ts";

const never = new AbortController().signal;
const began = Date.parse("2026-11-01T00:00:00Z");
type Kept = { readonly kind: OperationKind; readonly status: OperationStatus };
const restart: Kept = { kind: "restart", status: "done" };
const enough = Array<Kept>(keptOperations).fill(restart);

/** Operations of a tenant, the first the oldest. */
async function addOperations(tenantId: string, list: readonly Kept[]): Promise<string[]> {
  const rows = await db.operation.createManyAndReturn({
    data: list.map((one, minute) => {
      const createdAt = new Date(began + minute * 60_000);
      return { ...one, tenantId, generation: minute, createdAt, finishedAt: createdAt };
    }),
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

const leftOf = async (tenantId: string) => {
  const rows = await db.operation.findMany({ where: { tenantId }, orderBy: { createdAt: "asc" } });
  return rows.map(({ id }) => id);
};

describe("the operations of a tenant", () => {
  it("are kept down to the newest, each tenant for itself, and the activity tells of all", async () => {
    const [one, other] = [await buildTenant(), await buildTenant()];
    const many = await addOperations(one.id, [restart, restart, ...enough]);
    const few = await addOperations(other.id, [restart, restart]);
    const [operationId = ""] = many;
    await db.$transaction((tx) =>
      recordActivity(tx, { kind: "job", name: "test" }, { action: "gateway.restart", operationId }),
    );
    expect(await dropOldOperations(never)).toBe(2);
    expect(await leftOf(one.id)).toEqual(many.slice(2));
    expect(await leftOf(other.id)).toEqual(few);
    expect(await db.activity.count({ where: { operationId } })).toBe(1);
  });

  it.each<[string, readonly Kept[], readonly number[]]>([
    [
      "the newest of each kind that went well",
      [
        { kind: "provision", status: "done" },
        { kind: "provision", status: "done" },
        { kind: "configure", status: "done" },
        { kind: "configure", status: "failed" },
        { kind: "harden", status: "cancelled" },
      ],
      [1, 2],
    ],
    [
      "the first start, and the last",
      [
        { kind: "start", status: "failed" },
        { kind: "start", status: "done" },
        { kind: "start", status: "done" },
        { kind: "start", status: "done" },
      ],
      [1, 3],
    ],
    ["one that has not ended", [{ kind: "stop", status: "queued" }, restart], [0]],
  ])("stay, however old: %s", async (_what, old, stay) => {
    const tenant = await buildTenant();
    const operations = await addOperations(tenant.id, [...old, ...enough]);
    await dropOldOperations(never);
    expect(await leftOf(tenant.id)).toEqual(
      operations.filter((_, index) => index >= old.length || stay.includes(index)),
    );
  });
});
