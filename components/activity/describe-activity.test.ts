import { describe, expect, it } from "vitest";
import { operationKinds } from "#lib/domain/operation/operation-kinds.ts";
import { describeActivity } from "./describe-activity.ts";

describe("describeActivity", () => {
  it.each([
    ["client.archive", { name: "Acme" }, "archived the client Acme"],
    ["gateway.start", { slug: "acme-support" }, "asked to start the Gateway of acme-support"],
    ["gateway.start-failed", { slug: "acme-support" }, "start of acme-support failed"],
    ["hardening.apply-done", { slug: "acme-support" }, "hardening of acme-support is done"],
    ["mistake.fix", { slug: "acme-support", title: "Open" }, "asked to put right on acme-support: Open"],
    ["operation.cancel", { kind: "remove" }, "cancelled the removal of a Gateway"],
    ["session.revoke-others", { revokedSessions: 1 }, "ended 1 other session"],
  ])("says %s in words", (action, details, words) => {
    expect(describeActivity({ action, details })).toBe(words);
  });

  it.each(Object.values(operationKinds))("has words for $action and its end", ({ action }) => {
    for (const each of [action, `${action}-done`, `${action}-failed`]) {
      expect(describeActivity({ action: each, details: { slug: "acme", title: "Open" } })).not.toContain(
        action,
      );
    }
  });

  it("tells what was changed, from what to what, without repeating private notes", () => {
    const changed = { accountManagerId: { from: "", to: "Ida" }, notes: true };
    expect(describeActivity({ action: "client.update", details: { name: "Acme", changed } })).toBe(
      "edited the client Acme: account manager none → Ida, notes",
    );
  });

  it("shows an action it has no words for by its name", () => {
    expect(describeActivity({ action: "moon.land", details: { slug: "acme" } })).toBe("moon.land · acme");
  });
});
