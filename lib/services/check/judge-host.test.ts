import { describe, expect, it } from "vitest";
import type { HostEvidence, ItemEvidence } from "#lib/host-agent/contract/evidence.ts";
import { judgeHost } from "./judge-host.ts";
import { buildEvidence } from "./testing/build-evidence.ts";

type Logs = Partial<ItemEvidence>;
const unmeasured = { isMeasured: false, reason: "It is closed." };
const own = { kind: "path", value: "/srv/beta/logs", label: "logs" } as const;
const shared = { kind: "path", value: "/srv/logs", label: "logs" } as const;
const defect = { id: "logs.open-mode", message: "Everybody may read it.", nextStep: "Close it." };

/** The logs of acme, beside tenants whose logs are like this. */
function logsOf(mine: Logs, neighbours: Readonly<Record<string, Logs>>) {
  const others = Object.entries(neighbours).map(([slug, logs]) => buildEvidence(slug, { logs }));
  const tenants = [buildEvidence("acme", { logs: mine }), ...others];
  const evidence: HostEvidence = { at: new Date().toISOString(), accounts: [], tenants };
  const judged = judgeHost(evidence).find(
    ({ slug, evidence: { item } }) => slug === "acme" && item === "logs",
  );
  if (judged === undefined) throw new Error("Every item is judged.");
  return judged;
}

describe("an item that was measured", () => {
  it.each<[what: string, beta: Logs, verdict: string]>([
    ["is proven beside one that was measured", {}, "proven"],
    ["is not measured beside one of which nothing was observed", unmeasured, "not-measured"],
    [
      "is proven beside one that gave something to compare it with, though not all",
      { ...unmeasured, identities: [own] },
      "proven",
    ],
    ["fails where what could be compared is the same", { ...unmeasured, identities: [shared] }, "failed"],
  ])("%s", (_, beta, verdict) => {
    expect(logsOf({ identities: [shared] }, { beta }).judgement.verdict).toBe(verdict);
  });

  it("names every neighbour of which nothing was observed, and no other", () => {
    const { judgement, rest } = logsOf({}, { beta: unmeasured, gamma: {}, delta: unmeasured });
    expect(judgement.reason).toContain("beta, delta:");
    expect(judgement.reason).not.toContain("gamma");
    expect(rest).toBe(judgement.reason);
  });

  it("is proven though another item of a neighbour was not observed", () => {
    const tenants = [buildEvidence("acme"), buildEvidence("beta", { logs: unmeasured })];
    const judged = judgeHost({ at: new Date().toISOString(), accounts: [], tenants });
    const ofAcme = judged.filter(({ slug }) => slug === "acme");
    expect(ofAcme.filter(({ judgement }) => judgement.verdict !== "proven")).toMatchObject([
      { evidence: { item: "logs" } },
    ]);
  });
});

describe("what could not be measured of an item that is broken", () => {
  it.each<[what: string, mine: Logs, beta: Logs, rest: string | null]>([
    ["is nothing where everything was", { defects: [defect] }, {}, null],
    ["is told beside a defect", { ...unmeasured, defects: [defect] }, {}, "It is closed."],
    [
      "is told beside what is shared",
      { ...unmeasured, identities: [shared] },
      { identities: [shared] },
      "It is closed.",
    ],
  ])("%s", (_, mine, beta, rest) => {
    const judged = logsOf(mine, { beta });
    expect(judged.judgement.verdict).toBe("failed");
    expect(judged.rest).toBe(rest);
  });

  it("is told of a neighbour, too", () => {
    const { judgement, rest } = logsOf({ defects: [defect] }, { beta: unmeasured });
    expect(judgement).toEqual({ verdict: "failed", reason: defect.message });
    expect(rest).toContain("beta");
  });
});

it("keeps with an item what it alone shares", () => {
  const { sharing, faults } = logsOf({ identities: [shared] }, { beta: { identities: [shared] } });
  expect(sharing).toMatchObject([{ item: "logs", otherSlug: "beta" }]);
  expect(faults).toHaveLength(1);
  const judged = judgeHost({
    ...{ at: new Date().toISOString(), accounts: [] },
    tenants: ["acme", "beta"].map((slug) => buildEvidence(slug, { logs: { identities: [shared] } })),
  });
  expect(judged.filter((each) => each.sharing.length > 0).map(({ evidence }) => evidence.item)).toEqual([
    "logs",
    "logs",
  ]);
});
