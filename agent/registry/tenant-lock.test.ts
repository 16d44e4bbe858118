import { expect, test } from "vitest";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { createTenantLock } from "./tenant-lock.ts";

const acme = slugSchema.parse("acme");
const beta = slugSchema.parse("beta");

test("runs work on one tenant in the order of arrival, never two at once", async () => {
  const lock = createTenantLock();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = lock.run(acme, async () => {
    log.push("first begins");
    await gate.promise;
    log.push("first ends");
  });
  const second = lock.run(acme, async () => void log.push("second"));
  expect(lock.isHeld(acme)).toBe(true);
  gate.resolve();
  await Promise.all([first, second]);
  expect(log).toEqual(["first begins", "first ends", "second"]);
  expect(lock.isHeld(acme)).toBe(false);
});

test("doesn't hold up another tenant", async () => {
  const lock = createTenantLock();
  const gate = Promise.withResolvers<void>();
  const held = lock.run(acme, () => gate.promise);
  expect(await lock.run(beta, async () => "free")).toBe("free");
  gate.resolve();
  await held;
});

test("goes on after work that failed, and tells only its own caller", async () => {
  const lock = createTenantLock();
  const failed = lock.run(acme, async () => {
    throw new Error("no");
  });
  const next = lock.run(acme, async () => "yes");
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
