import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import type { Actor } from "../actor.ts";
import { listActivity } from "./list-activity.ts";
import { type ActivityEntry, recordActivity } from "./record-activity.ts";

const person = await buildUser();
const actor = actorOf(person);
const record = (entry: ActivityEntry, who: Actor = actor) =>
  db.$transaction((tx) => recordActivity(tx, who, entry));

describe("recordActivity", () => {
  it("leaves nothing when the change it tells of fails", async () => {
    const tenantId = randomUUID();
    const failing = db.$transaction(async (tx) => {
      await recordActivity(tx, actor, { action: "gateway.start", tenantId });
      throw new Error("the change failed");
    });
    await expect(failing).rejects.toThrow("the change failed");
    expect(await listActivity(actor, { tenantId })).toEqual({ rows: [], nextCursor: null });
  });

  it("writes rows that nobody can change or remove", async () => {
    await record({ action: "gateway.start" });
    await expect(db.activity.updateMany({ data: { actorName: "Nobody" } })).rejects.toThrow(
      /permission denied for table Activity/,
    );
    await expect(db.activity.deleteMany()).rejects.toThrow(/permission denied for table Activity/);
  });
});

describe("listActivity", () => {
  it("filters by tenant, client, action, thing and person", async () => {
    const [tenantId, clientId] = [randomUUID(), randomUUID()];
    await record({ action: "gateway.start", tenantId, clientId, details: { slug: "acme" } });
    await record({ action: "gateway.stop", tenantId, clientId }, { kind: "job", name: "watch" });
    await record({ action: "client.update", clientId });
    const actions = async (input: object) =>
      (await listActivity(actor, { clientId, ...input })).rows.map((row) => row.action);
    expect(await actions({})).toEqual(["client.update", "gateway.stop", "gateway.start"]);
    expect(await actions({ tenantId })).toEqual(["gateway.stop", "gateway.start"]);
    expect(await actions({ action: "gateway" })).toEqual(["gateway.stop", "gateway.start"]);
    expect(await actions({ action: "gateway.stop" })).toEqual(["gateway.stop"]);
    expect(await actions({ actorId: person.id })).toEqual(["client.update", "gateway.start"]);
    expect((await listActivity(actor, { clientId, action: "gateway.start" })).rows).toMatchObject([
      { actorKind: "user", actorId: person.id, actorName: person.name, tenantId, details: { slug: "acme" } },
    ]);
  });

  it("pages back without gaps or repeats while new rows arrive", async () => {
    const tenantId = randomUUID();
    for (let index = 0; index < 5; index++)
      await record({ action: "gateway.start", tenantId, details: { index } });
    const seen: unknown[] = [];
    let before: string | undefined;
    do {
      const page = await listActivity(actor, { tenantId, limit: 2, ...(before && { before }) });
      seen.push(...page.rows.map((row) => row.details.index));
      before = page.nextCursor ?? undefined;
      await record({ action: "gateway.stop", tenantId, details: { index: "new" } });
    } while (before);
    expect(seen).toEqual([4, 3, 2, 1, 0]);
  });

  it("refuses what is no id, action or cursor", async () => {
    for (const input of [{ tenantId: "x" }, { action: "a'--" }, { before: "-1" }]) {
      await expect(listActivity(actor, input)).rejects.toMatchObject({ code: "INVALID" });
    }
  });

  it("is not for jobs", async () => {
    await expect(listActivity({ kind: "job", name: "audit" }, {})).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
