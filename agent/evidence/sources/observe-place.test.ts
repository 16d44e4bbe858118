import { describe, expect, it } from "vitest";
import type { AgentContext } from "#agent/context/context.ts";
import type { Place } from "#agent/files/inspect-place.ts";
import { stoppedTenant } from "#agent/fixtures/stopped-tenant.ts";
import type { HostAccounts } from "#agent/host/read-accounts.ts";
import type { GatewayRung } from "#lib/domain/tenant/rung.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import type { HostSnapshot } from "./host-snapshot.ts";
import { exposureOf, isForeign } from "./observe-place.ts";
import type { TenantView } from "./tenant-view.ts";

const [tenant, agent, friend] = [60_000, 0, 60_001];

/** A tenant beside whom these accounts are in its own group. */
function viewOf(members: readonly string[] = [], rung: GatewayRung = "os-user"): TenantView {
  const accounts: Partial<HostAccounts> = {
    accounts: [],
    groups: [{ name: "bh-acme", gid: tenant, members: ["bh-acme", ...members] }],
  };
  const host: Partial<HostSnapshot> = { accounts: accounts as HostAccounts };
  const context: Partial<AgentContext> = { uid: agent };
  const view: Partial<TenantView> = {
    record: stoppedTenant(slugSchema.parse("acme"), { rung, uid: tenant, gid: tenant, userName: "bh-acme" }),
    ...{ host: host as HostSnapshot, context: context as AgentContext },
  };
  return view as TenantView;
}

const place = (mode: number, changes: Partial<Place> = {}): Place => ({
  ...{ given: "/t", real: "/t", exists: true, kind: "directory", isLinked: false, inode: "8:1" },
  ...{ uid: tenant, gid: tenant, mode, modifiedAt: null },
  ...changes,
});
const agents = { uid: agent };

describe("a mode lets others in", () => {
  it.each<[what: string, place: Place, members: string[], isExposed: boolean]>([
    ["never where it is closed", place(0o700), [], false],
    ["by one bit for everybody: read", place(0o704), [], true],
    ["by one bit for everybody: write", place(0o702), [], true],
    ["by one bit for everybody: pass through", place(0o701), [], true],
    ["by a group's bits on what the tenant owns", place(0o710), [], true],
    ["not by the tenant's own group on what the agent gives it to read", place(0o750, agents), [], false],
    ["by the tenant's own group where somebody else is in it", place(0o750, agents), ["eve"], true],
    ["by the tenant's own group where it may write", place(0o770, agents), [], true],
    ["by another group", place(0o750, { ...agents, gid: friend }), [], true],
  ])("%s", (_, seen, members, isExposed) => {
    expect(exposureOf(viewOf(members), seen) !== null).toBe(isExposed);
  });

  it("by a group's bits where tenants share one user, whoever owns it", () => {
    expect(exposureOf(viewOf([], "profile"), place(0o750, agents))).not.toBeNull();
  });

  it("to people whom it names", () => {
    expect(exposureOf(viewOf(["eve"]), place(0o750, agents))).toContain("eve");
  });
});

it.each([
  ["the tenant", tenant, false],
  ["the agent", agent, false],
  ["anybody else", friend, true],
])("a place that belongs to %s is foreign or not", (_, uid, isOthers) => {
  expect(isForeign(viewOf(), place(0o700, { uid }))).toBe(isOthers);
});
