import { describe, expect, it } from "vitest";
import { type WordPart, wordParts } from "#lib/domain/gateway-word/compare-word.ts";
import type { OwnWord } from "#lib/host-agent/contract/own-word.ts";
import { startStandInHost } from "#lib/jobs/testing/stand-in-host.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { getOwnWord } from "./index.ts";

const at = "2026-11-30T10:00:00.000Z";
const detail: Readonly<Record<WordPart, string>> = {
  pid: "4711",
  port: "19200",
  version: "2026.9.6",
  state: "/srv/acme/state",
  config: "/srv/acme/config/openclaw.json",
  workspaces: "/srv/acme/workspace",
  device: "d".repeat(64),
};
const asked: OwnWord = {
  status: "asked",
  at,
  parts: wordParts.map((part) => ({
    part,
    outcome: part === "state" ? "other" : "same",
    said: part === "state" ? "/srv/rival/state" : detail[part],
    seen: detail[part],
  })),
  agents: ["helper-of-rival"],
  channels: ["telegram: rival"],
};
const refused = "The Gateway refused connect: /srv/acme.";

/** What a person of this role is told of a Gateway of which the host says this. */
async function told(role: "operator" | "account_manager", word: OwnWord | null) {
  const answers = word === null ? {} : { "gateway.own-word": async () => word };
  const host = await startStandInHost(answers);
  const tenant = await buildTenant({ hostId: host.host.id });
  const answer = await getOwnWord(actorOf(await buildUser({ role })), { slug: tenant.slug });
  await host.dispose();
  return answer;
}

describe("a Gateway's own word", () => {
  it("is shown whole to an operator, with when it was asked", async () => {
    expect(await told("operator", asked)).toEqual(asked);
  });

  it("tells an account manager what came of it, and no path, process, name or port", async () => {
    const word = await told("account_manager", asked);
    expect(word).toMatchObject({ status: "asked", at, agents: null, channels: null });
    const parts = word.status === "asked" ? word.parts : [];
    expect(parts.map(({ outcome }) => outcome)).toEqual(
      wordParts.map((part) => (part === "state" ? "other" : "same")),
    );
    const text = JSON.stringify(word);
    for (const hidden of ["/srv", "rival", ...Object.values(detail)]) expect(text).not.toContain(hidden);
  });

  it("says that it was not asked and why, to an operator alone in its own words", async () => {
    const word = { status: "not-asked", at, reason: refused } as const;
    expect(await told("operator", word)).toEqual(word);
    const shown = await told("account_manager", word);
    expect(shown).toMatchObject({ status: "not-asked", at });
    expect(JSON.stringify(shown)).not.toContain("/srv");
  });

  it("is not asked where its host refuses, with the reason", async () => {
    const word = await told("operator", null);
    expect(word).toMatchObject({ status: "not-asked" });
    expect(word.status === "not-asked" && word.reason).toContain("gateway.own-word");
  });

  it("answers not found for a tenant that doesn't exist, and refuses whoever may not read tenants", async () => {
    const operator = actorOf(await buildUser());
    await expect(getOwnWord(operator, { slug: "no-such-tenant" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const { slug } = await buildTenant();
    await expect(getOwnWord({ kind: "setup", name: "launcher" }, { slug })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
