import { describe, expect, it } from "vitest";
import type { CompartmentDto, FleetHostDto, WallDto } from "#lib/services/fleet/fleet-dto.ts";
import { troubledWalls, wallFinder } from "./wall.ts";

function compartment(slug: string, overrides: Partial<CompartmentDto> = {}): CompartmentDto {
  return {
    tenantId: slug,
    slug,
    name: slug,
    clientName: "Client",
    rung: "os-user",
    phase: "running",
    worstVerdict: "proven",
    counts: { proven: 10, failed: 0, "not-measured": 0, accepted: 0 },
    isMeasured: true,
    ...overrides,
  };
}

function breached(a: string, b: string, verdict: WallDto["verdict"]): WallDto {
  const sharing = {
    item: "workspace",
    kind: "path",
    value: "/srv/x",
    label: "workspace",
    otherSlug: b,
    otherItem: "workspace",
    otherLabel: "workspace",
  } as const;
  return { a, b, verdict, breaches: [{ item: "workspace", label: "Workspace", sharing }] };
}

function host(compartments: CompartmentDto[], walls: WallDto[] = []): FleetHostDto {
  return { id: "h", name: "h", isReachable: true, lastSeenAt: null, compartments, walls, latestCheck: null };
}

describe("wallFinder", () => {
  it("calls a wall proven only between two measured tenants that share nothing", () => {
    const find = wallFinder(
      host([compartment("a"), compartment("b"), compartment("c", { isMeasured: false })]),
    );
    expect(find("a", "b")?.verdict).toBe("proven");
    expect(find("b", "c")?.verdict).toBe("not-measured");
  });

  it("finds a breach whichever side is named first", () => {
    const find = wallFinder(host([compartment("a"), compartment("b")], [breached("a", "b", "failed")]));
    expect(find("b", "a")?.verdict).toBe("failed");
  });

  it("makes a wall as strong as its weaker side", () => {
    const find = wallFinder(host([compartment("a"), compartment("b", { rung: "profile" })]));
    expect(find("a", "b")?.rung).toBe("profile");
  });
});

describe("troubledWalls", () => {
  it("lists failed walls before accepted ones", () => {
    const all = [compartment("a"), compartment("b"), compartment("c")];
    const walls = troubledWalls(host(all, [breached("a", "b", "accepted"), breached("a", "c", "failed")]));
    expect(walls.map(({ verdict }) => verdict)).toEqual(["failed", "accepted"]);
  });
});
