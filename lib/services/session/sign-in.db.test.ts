import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { buildUser } from "#prisma/builders/build-user.ts";
import { hashPassword } from "../user/password-hash.ts";
import { signIn } from "./sign-in.ts";
import { attemptsPerAddress, attemptsPerEmail } from "./sign-in-limit.ts";

const password = "a quiet harbour at dawn";
const passwordHash = await hashPassword(password);

/** A browser nobody else used. */
function browser() {
  const part = () => randomInt(1, 255);
  return { address: `10.${part()}.${part()}.${part()}`, userAgent: "Firefox" };
}

describe("signIn", () => {
  it("opens a session and records it", async () => {
    const user = await buildUser({ passwordHash });
    const result = await signIn({ email: user.email.toUpperCase(), password }, browser());
    if (!result.ok) throw new Error(result.problem.kind);
    expect(await db.session.findUniqueOrThrow({ where: { id: result.sessionId } })).toMatchObject({
      userId: user.id,
      userAgent: "Firefox",
      revokedAt: null,
    });
    expect(
      await db.activity.findFirstOrThrow({ where: { actorId: user.id, action: "session.create" } }),
    ).toMatchObject({ actorName: user.name, details: { sessionId: result.sessionId } });
  });

  it("answers a wrong password and an unknown address alike", async () => {
    const user = await buildUser({ passwordHash });
    const rejected = { ok: false, problem: { kind: "rejected" } };
    expect(await signIn({ email: user.email, password: "wrong" }, browser())).toEqual(rejected);
    expect(await signIn({ email: "nobody@example.com", password }, browser())).toEqual(rejected);
    expect(await signIn({ email: { $ne: "" }, password }, browser())).toEqual(rejected);
    expect(await db.session.count({ where: { userId: user.id } })).toBe(0);
  });

  it("tells a disabled person so, but only with the right password", async () => {
    const user = await buildUser({ passwordHash, disabledAt: new Date() });
    expect(await signIn({ email: user.email, password: "wrong" }, browser())).toMatchObject({
      problem: { kind: "rejected" },
    });
    expect(await signIn({ email: user.email, password }, browser())).toMatchObject({
      problem: { kind: "disabled" },
    });
  });

  it("refuses an address after too many attempts on it, made at once or not, and says how long to wait", async () => {
    const user = await buildUser({ passwordHash });
    const attempts = Array.from({ length: attemptsPerEmail + 3 }, () =>
      signIn({ email: user.email, password: "wrong" }, browser()),
    );
    const kinds = (await Promise.all(attempts)).map((result) => (result.ok ? "ok" : result.problem.kind));
    expect(kinds.filter((kind) => kind === "rate-limited")).toHaveLength(3);

    const last = await signIn({ email: user.email, password }, browser());
    expect(last).toMatchObject({ ok: false, problem: { kind: "rate-limited" } });
    if (last.ok || last.problem.kind !== "rate-limited") throw new Error("expected a wait");
    expect(last.problem.waitSeconds).toBeGreaterThan(800);
    expect(last.problem.waitSeconds).toBeLessThanOrEqual(900);
  });

  it("refuses a browser that tries many addresses", async () => {
    const user = await buildUser({ passwordHash });
    const one = browser();
    // Not an email address's limit: each is tried once.
    const attempts = Array.from({ length: attemptsPerAddress }, (_, index) =>
      signIn({ email: `nobody${index}@example.com`, password: "wrong" }, one),
    );
    await Promise.all(attempts);
    expect(await signIn({ email: user.email, password }, one)).toMatchObject({
      problem: { kind: "rate-limited" },
    });
    expect(await signIn({ email: user.email, password }, browser())).toMatchObject({ ok: true });
  });

  it("forgets failed attempts after the right password", async () => {
    const user = await buildUser({ passwordHash });
    const fail = () => signIn({ email: user.email, password: "wrong" }, browser());
    for (let count = 0; count < attemptsPerEmail - 1; count++) await fail();
    expect(await signIn({ email: user.email, password }, browser())).toMatchObject({ ok: true });
    expect(await fail()).toMatchObject({ problem: { kind: "rejected" } });
  });

  it("keeps no address that was typed in", async () => {
    await signIn({ email: "hunter2@example.com", password: "x" }, browser());
    const rows = await db.rateLimiterFlexible.findMany();
    expect(JSON.stringify(rows)).not.toContain("hunter2");
  });
});
