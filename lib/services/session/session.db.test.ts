import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { Prisma, User } from "#lib/db/generated/client.ts";
import { buildUser } from "#prisma/builders/build-user.ts";
import type { UserActor } from "../actor.ts";
import { endSession } from "./end-session.ts";
import { listOwnSessions } from "./list-own-sessions.ts";
import { listUserSessions } from "./list-user-sessions.ts";
import { resolveSession } from "./resolve-session.ts";
import { revokeOtherSessions } from "./revoke-other-sessions.ts";
import { revokeSession } from "./revoke-session.ts";
import { absoluteLimitMs, idleLimitMs } from "./session-limits.ts";

const now = new Date();
const ago = (ms: number) => new Date(now.getTime() - ms);

async function openSession(user: User, overrides: Partial<Prisma.SessionUncheckedCreateInput> = {}) {
  const session = await db.session.create({
    data: {
      userId: user.id,
      userAgent: "Firefox",
      expiresAt: new Date(now.getTime() + absoluteLimitMs),
      ...overrides,
    },
  });
  return { userId: user.id, sessionId: session.id };
}

function actorFrom(user: User, sessionId?: string): UserActor {
  const actor = { kind: "user", userId: user.id, name: user.name, role: user.role } as const;
  return sessionId ? { ...actor, sessionId } : actor;
}

const resolve = (ref: { userId: string; sessionId: string }, isActivity = true) =>
  resolveSession(ref, { now, isActivity });

describe("resolveSession", () => {
  it("gives the person as they are now", async () => {
    const user = await buildUser({ role: "owner" });
    const ref = await openSession(user);
    await db.user.update({ where: { id: user.id }, data: { role: "account_manager" } });
    expect((await resolve(ref))?.actor).toMatchObject({ userId: user.id, role: "account_manager" });
  });

  it.each([
    ["revoked", { revokedAt: now }],
    ["older than seven days", { expiresAt: now }],
    ["idle for twelve hours", { lastSeenAt: ago(idleLimitMs) }],
  ])("refuses a session that is %s", async (_, overrides) => {
    expect(await resolve(await openSession(await buildUser(), overrides))).toBeNull();
  });

  it("refuses a disabled user, a foreign session and an unknown one", async () => {
    const [user, other] = [await buildUser(), await buildUser({ disabledAt: now })];
    const ref = await openSession(user);
    expect(await resolve(await openSession(other))).toBeNull();
    expect(await resolve({ ...ref, userId: other.id })).toBeNull();
    expect(await resolve({ ...ref, sessionId: randomUUID() })).toBeNull();
  });

  it("notes use at most once a minute, and never for what a screen asks by itself", async () => {
    const user = await buildUser();
    const recent = await openSession(user, { lastSeenAt: ago(59_000) });
    const older = await openSession(user, { lastSeenAt: ago(61_000) });
    const seen = async ({ sessionId }: { sessionId: string }) =>
      (await db.session.findUniqueOrThrow({ where: { id: sessionId } })).lastSeenAt;
    await resolve(recent);
    await resolve(older, false);
    expect(await seen(recent)).toEqual(ago(59_000));
    expect(await seen(older)).toEqual(ago(61_000));
    await resolve(older);
    expect(await seen(older)).toEqual(now);
  });
});

describe("own sessions", () => {
  it("lists the ones that hold and marks the current one", async () => {
    const user = await buildUser();
    const here = await openSession(user);
    const there = await openSession(user, { lastSeenAt: ago(1000) });
    await openSession(user, { revokedAt: now });
    const sessions = await listOwnSessions(actorFrom(user, here.sessionId));
    expect(sessions.map(({ id, isCurrent }) => ({ id, isCurrent }))).toEqual([
      { id: here.sessionId, isCurrent: true },
      { id: there.sessionId, isCurrent: false },
    ]);
  });

  it("are refused while the password is a one-time one", async () => {
    const actor = { ...actorFrom(await buildUser({ role: "owner" })), mustChangePassword: true };
    await expect(listOwnSessions(actor)).rejects.toMatchObject({ code: "PASSWORD_CHANGE_REQUIRED" });
    await expect(revokeOtherSessions(actor)).rejects.toMatchObject({ code: "PASSWORD_CHANGE_REQUIRED" });
  });

  it("can all be ended but the current one", async () => {
    const user = await buildUser();
    const [here, there] = [await openSession(user), await openSession(user)];
    const stranger = await openSession(await buildUser());
    const actor = actorFrom(user, here.sessionId);
    expect(await revokeOtherSessions(actor)).toEqual({ revokedSessions: 1 });
    expect(await resolve(there)).toBeNull();
    expect(await resolve(here)).not.toBeNull();
    expect(await resolve(stranger)).not.toBeNull();
    expect(await db.activity.count({ where: { actorId: user.id, action: "session.revoke-others" } })).toBe(1);
  });
});

describe("revokeSession", () => {
  it("ends a session once, however often it is called", async () => {
    const user = await buildUser();
    const ref = await openSession(user);
    await revokeSession(actorFrom(user), ref);
    await revokeSession(actorFrom(user), ref);
    expect(await resolve(ref)).toBeNull();
    expect(await db.activity.count({ where: { actorId: user.id, action: "session.revoke" } })).toBe(1);
  });

  it("answers not found for somebody else's session and for none", async () => {
    const ref = await openSession(await buildUser());
    const actor = actorFrom(await buildUser({ role: "operator" }));
    await expect(revokeSession(actor, ref)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(revokeSession(actor, { sessionId: randomUUID() })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await resolve(ref)).not.toBeNull();
  });

  it("lets an owner see and end anybody's", async () => {
    const owner = actorFrom(await buildUser({ role: "owner" }));
    const user = await buildUser();
    const ref = await openSession(user);
    expect(await listUserSessions(owner, { userId: user.id })).toMatchObject([{ id: ref.sessionId }]);
    await revokeSession(owner, ref);
    expect(await listUserSessions(owner, { userId: user.id })).toEqual([]);
    await expect(listUserSessions(owner, { userId: randomUUID() })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(listUserSessions(actorFrom(user), { userId: owner.userId })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("endSession", () => {
  it("signs out, even with a one-time password, and can be repeated", async () => {
    const user = await buildUser({ mustChangePassword: true });
    const ref = await openSession(user);
    await endSession(ref);
    await endSession(ref);
    await endSession({ ...ref, sessionId: randomUUID() });
    expect(await resolve(ref)).toBeNull();
    expect(await db.activity.count({ where: { actorId: user.id, action: "session.revoke" } })).toBe(1);
  });
});
