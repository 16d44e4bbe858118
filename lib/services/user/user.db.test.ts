import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import type { User } from "#lib/db/generated/client.ts";
import { attemptsPerDevice } from "#lib/services/limits/sign-in-limit.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { unique } from "#prisma/builders/unique.ts";
import type { UserActor } from "../actor.ts";
import { signIn } from "../session/sign-in.ts";
import { changeOwnPassword } from "./change-own-password.ts";
import { createUser } from "./create-user.ts";
import { listUserNames } from "./list-user-names.ts";
import { listUsers } from "./list-users.ts";
import { hashPassword } from "./password-hash.ts";
import { resetPassword } from "./reset-password.ts";
import { updateUser } from "./update-user.ts";

const owner = actorOf(await buildUser({ role: "owner" }));
const operator = actorOf(await buildUser({ role: "operator" }));
const browser = { address: null, userAgent: "Firefox" };
const newEmail = () => `${unique("person")}@example.com`;
const lastActivity = (action: string) =>
  db.activity.findFirstOrThrow({ where: { action }, orderBy: { id: "desc" } });

describe("createUser", () => {
  it("gives a one-time password that signs in, kept nowhere in the clear", async () => {
    const email = newEmail();
    const made = await createUser(owner, {
      email: ` ${email.toUpperCase()} `,
      name: "Ada",
      role: "operator",
    });
    expect(made.user).toMatchObject({ email, mustChangePassword: true, isDisabled: false });
    expect(await signIn({ email, password: made.oneTimePassword }, browser)).toMatchObject({ ok: true });
    const activity = await lastActivity("user.create");
    expect(activity.details).toMatchObject({ userId: made.user.id, email });
    expect(JSON.stringify(activity.details)).not.toContain(made.oneTimePassword);
  });

  it("refuses an address that is taken", async () => {
    const { email } = await buildUser();
    await expect(createUser(owner, { email, name: "Bo", role: "operator" })).rejects.toMatchObject({
      code: "CONFLICT",
      fields: { email: expect.any(String) },
    });
  });

  it("refuses what can't be an address, an empty name and control characters", async () => {
    await expect(createUser(owner, { email: "bo", name: " ", role: "operator" })).rejects.toMatchObject({
      code: "INVALID",
      fields: { email: expect.any(String), name: "Enter a name." },
    });
    await expect(
      createUser(owner, { email: newEmail(), name: "B\u0000o", role: "operator" }),
    ).rejects.toMatchObject({ code: "INVALID" });
  });

  it("is for owners", async () => {
    const input = { email: newEmail(), name: "Bo", role: "owner" } as const;
    await expect(createUser(operator, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await db.user.count({ where: { email: input.email } })).toBe(0);
  });
});

describe("updateUser", () => {
  it("changes what is given and records from what to what", async () => {
    const user = await buildUser({ role: "operator" });
    const updated = await updateUser(owner, { userId: user.id, role: "account_manager" });
    expect(updated).toMatchObject({ name: user.name, role: "account_manager" });
    expect((await lastActivity("user.update")).details).toMatchObject({
      userId: user.id,
      changed: { role: { from: "operator", to: "account_manager" } },
    });
  });

  it("signs a disabled person out, and lets them in again once enabled", async () => {
    const password = "seven slow grey geese";
    const user = await buildUser({ passwordHash: await hashPassword(password) });
    await signIn({ email: user.email, password }, browser);
    await updateUser(owner, { userId: user.id, isDisabled: true });
    expect(await db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(0);
    await updateUser(owner, { userId: user.id, isDisabled: false });
    expect(await signIn({ email: user.email, password }, browser)).toMatchObject({ ok: true });
  });

  it("answers not found for an unknown id, and conflict for an address that is taken", async () => {
    const [user, other] = [await buildUser(), await buildUser()];
    await expect(updateUser(owner, { userId: randomUUID(), name: "X" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(updateUser(owner, { userId: user.id, email: other.email })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("keeps one active owner, even when two owners demote each other at once", async () => {
    await db.user.updateMany({ where: { role: "owner" }, data: { disabledAt: new Date() } });
    const [first, second] = [await buildUser({ role: "owner" }), await buildUser({ role: "owner" })];
    const results = await Promise.allSettled([
      updateUser(actorOf(first), { userId: second.id, role: "operator" }),
      updateUser(actorOf(second), { userId: first.id, isDisabled: true }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [last] = await db.user.findMany({ where: { role: "owner", disabledAt: null } });
    if (!last) throw new Error("No owner is left.");
    for (const change of [{ role: "operator" }, { isDisabled: true }] as const) {
      await expect(updateUser(actorOf(last), { userId: last.id, ...change })).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringContaining("last active owner"),
      });
    }
    expect(await updateUser(actorOf(last), { userId: last.id, name: "Still here" })).toMatchObject({
      role: "owner",
    });
  });
});

describe("resetPassword", () => {
  it("replaces the password, ends every session and forces a change", async () => {
    const password = "seven slow grey geese";
    const user = await buildUser({ passwordHash: await hashPassword(password) });
    await signIn({ email: user.email, password }, browser);
    const reset = await resetPassword(owner, { userId: user.id });
    expect(reset.user.mustChangePassword).toBe(true);
    expect(await db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(0);
    expect(await signIn({ email: user.email, password }, browser)).toMatchObject({ ok: false });
    expect(await signIn({ email: user.email, password: reset.oneTimePassword }, browser)).toMatchObject({
      ok: true,
    });
    expect((await lastActivity("user.reset-password")).details).toMatchObject({ revokedSessions: 1 });
  });

  it("is for owners, and answers not found for an unknown id", async () => {
    const user = await buildUser();
    await expect(resetPassword(operator, { userId: user.id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(resetPassword(owner, { userId: randomUUID() })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("changeOwnPassword", () => {
  const currentPassword = "seven slow grey geese";
  const newPassword = "eight quick white swans";
  const hash = hashPassword(currentPassword);

  async function signedIn(): Promise<{ user: User; actor: UserActor }> {
    const user = await buildUser({ passwordHash: await hash, mustChangePassword: true });
    const result = await signIn({ email: user.email, password: currentPassword }, browser);
    if (!result.ok) throw new Error(result.problem.kind);
    const { name, role } = user;
    const { sessionId } = result;
    return {
      user,
      actor: { kind: "user", userId: user.id, name, role, sessionId, mustChangePassword: true },
    };
  }

  it("works with a one-time password, lifts it and ends the other sessions only", async () => {
    const { user, actor } = await signedIn();
    await signIn({ email: user.email, password: currentPassword }, browser);
    expect(await changeOwnPassword(actor, { currentPassword, newPassword })).toEqual({ revokedSessions: 1 });
    expect(await db.session.findMany({ where: { userId: user.id, revokedAt: null } })).toMatchObject([
      { id: actor.sessionId },
    ]);
    expect(await db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({
      mustChangePassword: false,
    });
    expect(await signIn({ email: user.email, password: newPassword }, browser)).toMatchObject({ ok: true });
    expect(await db.activity.count({ where: { actorId: user.id, action: "user.change-own-password" } })).toBe(
      1,
    );
  });

  it.each([
    ["shorter than twelve characters", () => "short one"],
    ["of one letter", () => "aaaaaaaaaaaaaaaa"],
    ["the old one", () => currentPassword],
    ["the email address", (user: User) => `${user.email}1`],
  ])("refuses a new password that is %s", async (_, choose) => {
    const { user, actor } = await signedIn();
    await expect(
      changeOwnPassword(actor, { currentPassword, newPassword: choose(user) }),
    ).rejects.toMatchObject({ code: "INVALID", fields: { newPassword: expect.any(String) } });
    expect(await db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({
      mustChangePassword: true,
    });
  });

  it("refuses a wrong current password, and after many of them makes the person wait", async () => {
    const { actor } = await signedIn();
    const guess = () => changeOwnPassword(actor, { currentPassword: "wrong", newPassword });
    for (let count = 0; count < attemptsPerDevice; count++) {
      await expect(guess()).rejects.toMatchObject({
        code: "INVALID",
        fields: { currentPassword: expect.any(String) },
      });
    }
    await expect(guess()).rejects.toMatchObject({
      code: "RATE_LIMITED",
      message: expect.stringContaining("Wait 15 minutes"),
    });
  });

  it("lets one of two changes made at once win", async () => {
    const { actor } = await signedIn();
    const results = await Promise.allSettled([
      changeOwnPassword(actor, { currentPassword, newPassword }),
      changeOwnPassword(actor, { currentPassword, newPassword: "nine tall black cranes" }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("lists of users", () => {
  it("finds a part of a name literally, by page, for owners", async () => {
    const stem = unique("50%_off");
    await buildUser({ name: `${stem} one` });
    await buildUser({ name: `${stem} two` });
    await buildUser({ name: stem.replace("%_", "xx") });
    const found = await listUsers(owner, { search: stem.toUpperCase(), pageSize: 1, page: 2 });
    expect(found).toMatchObject({ total: 2, page: 2, pageSize: 1, rows: [{ name: `${stem} two` }] });
    await expect(listUsers(operator, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("names the active people to everybody, without addresses", async () => {
    const user = await buildUser();
    const gone = await buildUser({ disabledAt: new Date() });
    const names = await listUserNames(operator);
    expect(names).toContainEqual({ id: user.id, name: user.name, role: user.role });
    expect(names.map(({ id }) => id)).not.toContain(gone.id);
  });
});
