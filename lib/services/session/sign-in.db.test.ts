import { randomInt, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import {
  attemptsPerAccount,
  attemptsPerAddress,
  attemptsPerDevice,
  attemptsPerPair,
} from "#lib/services/limits/sign-in-limit.ts";
import { buildUser } from "#prisma/builders/build-user.ts";
import { hashPassword } from "../user/password-hash.ts";
import { reissueOwnerPassword } from "../user/reissue-owner-password.ts";
import { signIn } from "./sign-in.ts";

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

  it("makes one browser wait that tries one account too often, made at once or not, and says how long", async () => {
    const user = await buildUser({ passwordHash });
    const one = browser();
    const attempts = Array.from({ length: attemptsPerPair + 3 }, () =>
      signIn({ email: user.email, password: "wrong" }, one),
    );
    const kinds = (await Promise.all(attempts)).map((result) => (result.ok ? "ok" : result.problem.kind));
    expect(kinds.filter((kind) => kind === "rate-limited")).toHaveLength(3);

    const last = await signIn({ email: user.email, password }, one);
    expect(last).toMatchObject({ ok: false, problem: { kind: "rate-limited" } });
    if (last.ok || last.problem.kind !== "rate-limited") throw new Error("expected a wait");
    expect(last.problem.waitSeconds).toBeGreaterThan(800);
    expect(last.problem.waitSeconds).toBeLessThanOrEqual(900);
    // Nobody else is kept out by it.
    expect(await signIn({ email: user.email, password }, browser())).toMatchObject({ ok: true });
  });

  it("slows an account down that is tried from everywhere, and answers an unknown one alike", async () => {
    const user = await buildUser({ passwordHash });
    for (const email of [user.email, `nobody-${user.id}@example.com`]) {
      const attempt = () => signIn({ email, password: "wrong" }, browser());
      for (let count = 0; count < attemptsPerAccount + 1; count++) {
        expect(await attempt()).toMatchObject({ problem: { kind: "rejected" } });
      }
      const slowed = await attempt();
      expect(slowed).toMatchObject({ problem: { kind: "rate-limited" } });
      if (slowed.ok || slowed.problem.kind !== "rate-limited") throw new Error("expected a wait");
      expect(slowed.problem.waitSeconds).toBeLessThanOrEqual(10);
    }
  });

  it("lets the right password of a known browser in while strangers use up every limit", async () => {
    const user = await buildUser({ passwordHash });
    const there = browser();
    const known = { ...there, device: { userId: user.id, deviceId: randomUUID() } };
    const wrong = { email: user.email, password: "wrong" };
    for (let count = 0; count < attemptsPerAccount + 2; count++) await signIn(wrong, browser());
    for (let count = 0; count < attemptsPerPair + 1; count++) await signIn(wrong, there);
    const right = { email: user.email, password };
    expect(await signIn(right, there)).toMatchObject({ problem: { kind: "rate-limited" } });
    expect(await signIn(right, known)).toMatchObject({ ok: true });
    // A cookie of another account's opens no way past the limits.
    const stranger = { ...there, device: { userId: randomUUID(), deviceId: randomUUID() } };
    expect(await signIn(right, stranger)).toMatchObject({ problem: { kind: "rate-limited" } });
    // Nor does a known browser guess without end.
    for (let count = 0; count < attemptsPerDevice; count++) await signIn(wrong, known);
    expect(await signIn(right, known)).toMatchObject({ problem: { kind: "rate-limited" } });
  });

  it("lets a fresh one-time password in at once, however limited its account is, and only that", async () => {
    const user = await buildUser({ role: "owner", passwordHash, createdAt: new Date(0) });
    const there = browser();
    const attempt = (entered: string) => signIn({ email: user.email, password: entered }, there);
    for (let count = 0; count < attemptsPerAddress + 1; count++) await attempt("wrong");
    expect(await attempt(password)).toMatchObject({ problem: { kind: "rate-limited" } });
    const first = await reissueOwnerPassword();
    const second = await reissueOwnerPassword();
    expect(second?.email).toBe(user.email);
    expect(await attempt(first?.oneTimePassword ?? "")).toMatchObject({ problem: { kind: "rate-limited" } });
    expect(await attempt(second?.oneTimePassword ?? "")).toMatchObject({ ok: true });
    const { oneTimeDigest } = await db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(oneTimeDigest).not.toContain(second?.oneTimePassword);
  });

  it("counts an IPv6 line as one address", async () => {
    const user = await buildUser({ passwordHash });
    const line = `2001:db8:${randomInt(1, 65_535).toString(16)}:7`;
    const from = (host: number) => ({ address: `${line}::${host.toString(16)}`, userAgent: "Firefox" });
    const wrong = { email: user.email, password: "wrong" };
    for (let count = 1; count <= attemptsPerPair; count++) await signIn(wrong, from(count));
    expect(await signIn({ email: user.email, password }, from(999))).toMatchObject({
      problem: { kind: "rate-limited" },
    });
  });

  it("lets so many wait for their passwords to be looked at, and tells others at once that it is busy", async () => {
    const attempts = Array.from({ length: 60 }, (_, index) =>
      signIn({ email: `crowd${index}@example.com`, password: "wrong" }, browser()),
    );
    const kinds = (await Promise.all(attempts)).map((result) => (result.ok ? "ok" : result.problem.kind));
    expect(new Set(kinds)).toEqual(new Set(["rejected", "busy"]));
    const user = await buildUser({ passwordHash });
    expect(await signIn({ email: user.email, password }, browser())).toMatchObject({ ok: true });
  });

  it("refuses a browser that tries many addresses", async () => {
    const user = await buildUser({ passwordHash });
    const one = browser();
    // Not an account's limit: each is tried once.
    for (let index = 0; index < attemptsPerAddress; index++) {
      await signIn({ email: `nobody${index}@example.com`, password: "wrong" }, one);
    }
    expect(await signIn({ email: user.email, password }, one)).toMatchObject({
      problem: { kind: "rate-limited" },
    });
    expect(await signIn({ email: user.email, password }, browser())).toMatchObject({ ok: true });
  });

  it("takes back one attempt for a right password, and no more", async () => {
    const user = await buildUser({ passwordHash });
    const one = browser();
    const fail = () => signIn({ email: user.email, password: "wrong" }, one);
    for (let count = 0; count < attemptsPerPair - 1; count++) await fail();
    expect(await signIn({ email: user.email, password }, one)).toMatchObject({ ok: true });
    expect(await fail()).toMatchObject({ problem: { kind: "rejected" } });
    expect(await fail()).toMatchObject({ problem: { kind: "rate-limited" } });
  });

  it("keeps no address that was typed in", async () => {
    await signIn({ email: "hunter2@example.com", password: "x" }, browser());
    const rows = await db.rateLimiterFlexible.findMany();
    expect(JSON.stringify(rows)).not.toContain("hunter2");
  });
});
