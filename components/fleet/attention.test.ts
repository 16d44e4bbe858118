import { describe, expect, it } from "vitest";
import type { CompartmentDto, FleetDto } from "#lib/services/fleet/fleet-dto.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";
import { findAttention } from "./attention.ts";

function hostOf(fleet: FleetDto, attempts: FleetDto["hosts"][number]["attempts"]): FleetDto {
  return { ...fleet, hosts: fleet.hosts.map((host) => ({ ...host, attempts })) };
}

function fleetOf(...compartments: Partial<CompartmentDto>[]): FleetDto {
  const defaults: CompartmentDto = {
    tenantId: "id",
    slug: "acme",
    name: "Acme",
    clientName: "Acme",
    rung: "os-user",
    phase: "running",
    overall: { verdict: "proven", parts: [] },
    counts: { proven: 10, failed: 0, "not-measured": 0, accepted: 0 },
    risks: { open: 0, accepted: 0, notMeasured: 0 },
    isMeasured: true,
  };
  const base = {
    id: "h",
    name: "h",
    isReachable: true,
    isReplaced: false,
    clockProblem: null,
    lastSeenAt: null,
    latestCheck: null,
  };
  const host = { ...base, walls: [], attempts: [] };
  return {
    total: 1,
    hosts: [{ ...host, compartments: compartments.map((one) => ({ ...defaults, ...one })) }],
  };
}

const failedStart: OperationDto = {
  id: "1",
  kind: "start",
  status: "failed",
  createdAt: "",
  finishedAt: "",
  tenant: { id: "id", slug: "acme", name: "Acme" },
  steps: [],
  error: null,
  notice: null,
  requestedBy: null,
  startedAt: null,
  canRetry: true,
  canCancel: false,
};

describe("findAttention", () => {
  it("is empty while everything runs and nothing failed", () => {
    expect(findAttention(fleetOf({}), [])).toEqual([]);
  });

  it("names Gateways that died, work that failed and items that failed, in that order", () => {
    const fleet = fleetOf({
      phase: "backing-off",
      counts: { proven: 8, failed: 2, "not-measured": 0, accepted: 0 },
    });
    const found = findAttention(fleet, [failedStart]);
    expect(found.map(({ kind }) => kind)).toEqual(["gateway", "operation", "checklist"]);
    expect(found.at(-1)?.text).toBe("2 items have failed");
  });

  it("names a host whose agent was replaced first, and leads to it", () => {
    const fleet = fleetOf({ phase: "failed" });
    const replaced = { ...fleet, hosts: fleet.hosts.map((host) => ({ ...host, isReplaced: true })) };
    const found = findAttention(replaced, []);
    expect(found.map(({ kind }) => kind)).toEqual(["host", "gateway"]);
    expect(found[0]).toMatchObject({ tenantName: "h", href: "/host#h" });
  });

  it("names tenants with open mistakes, and leads to them", () => {
    const [found] = findAttention(fleetOf({ risks: { open: 1, accepted: 2, notMeasured: 3 } }), []);
    expect(found).toMatchObject({ text: "1 mistake found by name", href: "/tenants/acme?tab=risks" });
  });

  it("counts walls that attempts got through, and leaves those to rest that somebody answers for", () => {
    const accepted = { a: "a", b: "b", verdict: "accepted", failed: 0, accepted: 1, breach: null } as const;
    const failed = { ...accepted, b: "c", verdict: "failed", failed: 1 } as const;
    expect(findAttention(hostOf(fleetOf({}), [accepted]), [])).toEqual([]);
    expect(findAttention(hostOf(fleetOf({}), [accepted, failed]), [])).toMatchObject([
      { text: "Attempts got through 1 wall; at 1 more that is accepted", verdict: "failed" },
    ]);
  });

  it("leaves out failed work that something later has replaced", () => {
    expect(findAttention(fleetOf({}), [{ ...failedStart, canRetry: false }])).toEqual([]);
  });
});
