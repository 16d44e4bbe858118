import { describe, expect, it } from "vitest";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import { residualRiskIds, residualRisks } from "./residual-risks.ts";
import { nothingSeen, type SeenBoundary, seenBoundary } from "./seen-boundary.ts";

const network = { isNetworkOwn: true };
const firewall = { isFirewalled: true };
const own = { hasOwnUser: true };
const shared = { hasOwnUser: false };
const idsOf = (rung: GatewayRung, seen: Partial<SeenBoundary>) =>
  residualRisks(rung, { ...nothingSeen, ...seen })
    .map(({ id }) => id)
    .filter((id) => !["operator-trusted", "shared-kernel", "plain-tokens"].includes(id));

describe("what is not isolated", () => {
  it.each<[string, GatewayRung, Partial<SeenBoundary>, string[]]>([
    ["nothing", "os-user", {}, ["loopback", "egress-open"]],
    ["nothing", "profile", {}, ["shared-os-user", "loopback", "egress-open"]],
    ["its firewall", "os-user", firewall, ["egress-open"]],
    ["its network", "os-user", network, ["gateway-port", "egress-internet"]],
    ["both", "os-user", { ...network, ...firewall }, ["egress-internet"]],
    ["a user that others have, too", "os-user", shared, ["shared-os-user", "loopback", "egress-open"]],
    [
      "a firewall for a user that others have, too",
      "os-user",
      { ...shared, ...firewall },
      ["shared-os-user", "loopback", "egress-open"],
    ],
    [
      "all for a user that others have, too",
      "os-user",
      { ...shared, ...network, ...firewall },
      ["shared-os-user", "gateway-port", "egress-internet"],
    ],
    [
      "a firewall where the user isn't measured",
      "profile",
      firewall,
      ["shared-os-user", "loopback", "egress-open"],
    ],
    ["a user of its own", "profile", { ...own, ...firewall }, ["egress-open"]],
  ])("with %s seen at rung %s", (_, rung, seen, ids) => {
    expect(idsOf(rung, seen)).toEqual(ids);
  });

  it("always names the operator, the kernel and the tokens, and each risk of the list somewhere", () => {
    const all = (["os-user", "profile"] as const).flatMap((rung) =>
      [{}, network].map((seen) => residualRisks(rung, { ...nothingSeen, ...seen }).map(({ id }) => id)),
    );
    for (const ids of all) {
      expect(ids).toEqual(expect.arrayContaining(["operator-trusted", "shared-kernel", "plain-tokens"]));
    }
    expect(new Set(all.flat())).toEqual(new Set(residualRiskIds));
  });
});

describe("what is seen of a boundary", () => {
  const setting = (name: "network-namespace" | "loopback-firewall", observed: "on" | "off" | "unknown") => ({
    setting: name,
    observed,
  });
  const access = { verdict: "proven", sharing: [], defects: [] } as const;

  it.each(["off", "unknown"] as const)("a setting that is %s doesn't count", (observed) => {
    const settings = [setting("network-namespace", observed), setting("loopback-firewall", "on")];
    expect(seenBoundary(settings, access)).toEqual({
      isNetworkOwn: false,
      isFirewalled: true,
      hasOwnUser: true,
    });
  });

  it("a host that can't be asked and a tenant that was never checked show nothing", () => {
    expect(seenBoundary([], undefined)).toEqual(nothingSeen);
  });

  it.each([
    ["measured", access, true],
    [
      "failed for another reason",
      { ...access, verdict: "failed", defects: [{ id: "host-access.sudo" }] },
      true,
    ],
    ["not measured", { ...access, verdict: "not-measured" }, null],
    ["shared with a tenant", { ...access, verdict: "failed", sharing: [{ kind: "uid" }] }, false],
    [
      "shared when it was last seen",
      { ...access, verdict: "not-measured", sharing: [{ kind: "uid" }] },
      false,
    ],
    [
      "the agent's own",
      { ...access, verdict: "accepted", defects: [{ id: "host-access.shared-user" }] },
      false,
    ],
  ] as const)("an OS user that is %s", (_, item, hasOwnUser) => {
    expect(seenBoundary([], item).hasOwnUser).toBe(hasOwnUser);
  });
});
