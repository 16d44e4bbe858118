import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { signIn } from "../session/sign-in.ts";
import { createFirstOwner } from "./create-first-owner.ts";
import { reissueOwnerPassword } from "./reissue-owner-password.ts";

const browser = { address: null, userAgent: "" };

describe("the first owner", () => {
  it("is made once however many ask at once, can sign in and must change the password", async () => {
    const made = (await Promise.all([createFirstOwner(), createFirstOwner(), createFirstOwner()])).filter(
      (owner) => owner !== null,
    );
    expect(made).toHaveLength(1);
    expect(await createFirstOwner()).toBeNull();
    expect(await db.user.findMany()).toMatchObject([{ role: "owner", mustChangePassword: true }]);
    expect(await db.activity.findMany()).toMatchObject([{ actorKind: "setup", action: "user.create" }]);
    const [owner] = made;
    expect(await signIn({ email: owner?.email, password: owner?.oneTimePassword }, browser)).toMatchObject({
      ok: true,
    });
  });

  it("can be given a new one-time password from the host", async () => {
    const owner = await reissueOwnerPassword();
    expect(await db.session.count({ where: { revokedAt: null } })).toBe(0);
    expect(await signIn({ email: owner?.email, password: owner?.oneTimePassword }, browser)).toMatchObject({
      ok: true,
    });
  });
});
