import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createTenantLock } from "#agent/registry/tenant-lock.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { createChangeGate } from "./change-gate.ts";

const slug = slugSchema.parse("acme-support");
const newGate = () => createChangeGate({ secrets: createTenantLock(), configuration: createTenantLock() });

describe("a change that is closed", () => {
  it("while it is under way has ended by then", async () => {
    const [gate, change, happened] = [newGate(), { slug, changeId: randomUUID() }, [] as string[]];
    const release = Promise.withResolvers<void>();
    const running = gate.run("secrets", change, async () => {
      await release.promise;
      happened.push("changed");
    });
    const closing = gate.close("secrets", change).then(() => happened.push("closed"));
    release.resolve();
    await Promise.all([running, closing]);
    expect(happened).toEqual(["changed", "closed"]);
  });

  it("before it came does nothing any more", async () => {
    const [gate, change] = [newGate(), { slug, changeId: randomUUID() }];
    await gate.close("configuration", change);
    const late = gate.run("configuration", change, () => Promise.reject(new Error("It began.")));
    await expect(late).rejects.toMatchObject({ detail: { code: "CANCELLED", isRetryable: false } });
  });

  it("leaves others alone", async () => {
    const gate = newGate();
    await gate.close("secrets", { slug, changeId: randomUUID() });
    expect(await gate.run("secrets", { slug, changeId: randomUUID() }, async () => "done")).toBe("done");
  });
});
