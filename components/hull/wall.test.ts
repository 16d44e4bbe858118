import { describe, expect, it } from "vitest";
import type { CompartmentDto, FleetHostDto, TriedWallDto, WallDto } from "#lib/services/fleet/fleet-dto.ts";
import { describeWall, troubledWalls, wallFinder } from "./wall.ts";

function compartment(slug: string, overrides: Partial<CompartmentDto> = {}): CompartmentDto {
  return {
    tenantId: slug,
    slug,
    name: slug,
    clientName: "Client",
    rung: "os-user",
    phase: "running",
    overall: { verdict: "proven", parts: [] },
    counts: { proven: 10, failed: 0, "not-measured": 0, accepted: 0 },
    risks: { open: 0, accepted: 0, notMeasured: 0 },
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

function tried(a: string, b: string, failed = 0, accepted = 0): TriedWallDto {
  const breach = failed + accepted > 0 ? { from: b, to: a } : null;
  const verdict = failed > 0 ? "failed" : accepted > 0 ? "accepted" : "proven";
  return { a, b, verdict, failed, accepted, breach };
}

/** By default everything was tried between all of them, and refused. */
function host(
  compartments: CompartmentDto[],
  walls: WallDto[] = [],
  attempts: TriedWallDto[] = compartments.flatMap((one, at) =>
    compartments.slice(at + 1).map((other) => tried(one.slug, other.slug)),
  ),
): FleetHostDto {
  const base = {
    id: "h",
    name: "h",
    isReachable: true,
    isReplaced: false,
    clockProblem: null,
    lastSeenAt: null,
    latestCheck: null,
  };
  return { ...base, compartments, walls, attempts };
}

describe("wallFinder", () => {
  it("calls a wall proven only between two measured tenants that share nothing", () => {
    const find = wallFinder(
      host([compartment("a"), compartment("b"), compartment("c", { isMeasured: false })]),
    );
    expect(find("a", "b")?.verdict).toBe("proven");
    expect(find("b", "c")?.verdict).toBe("not-measured");
  });

  it("calls a wall proven only when attempts were refused both ways, too", () => {
    const untried = wallFinder(host([compartment("a"), compartment("b")], [], []));
    expect(untried("a", "b")?.verdict).toBe("not-measured");
    const breachedByAttempt = wallFinder(
      host([compartment("a"), compartment("b")], [], [tried("a", "b", 2)]),
    );
    expect(breachedByAttempt("b", "a")).toMatchObject({ verdict: "failed", breach: { from: "b", to: "a" } });
  });

  it("doesn't let refused attempts hide what is shared", () => {
    const find = wallFinder(host([compartment("a"), compartment("b")], [breached("a", "b", "accepted")]));
    expect(find("a", "b")?.verdict).toBe("accepted");
  });

  it("calls a wall accepted, never proven, when somebody answers for all that got through", () => {
    const find = wallFinder(host([compartment("a"), compartment("b")], [], [tried("a", "b", 0, 2)]));
    const wall = find("a", "b");
    expect(wall).toMatchObject({ verdict: "accepted", acceptedAttempts: 2, breach: { from: "b", to: "a" } });
    expect(wall && describeWall(wall)).toBe("Accepted that b gets through to a (2 attempts in all)");
    const both = wallFinder(host([compartment("a"), compartment("b")], [], [tried("a", "b", 1, 2)]))(
      "a",
      "b",
    );
    expect(both?.verdict).toBe("failed");
    expect(both && describeWall(both)).toBe("b got through to a (1 attempt in all, 2 more accepted)");
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

  it("lists walls that only attempts got through", () => {
    const all = [compartment("a"), compartment("b"), compartment("c")];
    const walls = troubledWalls(host(all, [], [tried("a", "b"), tried("b", "c", 3)]));
    expect(walls.map(({ a, b }) => `${a.slug} ${b.slug}`)).toEqual(["b c"]);
  });

  it("lists walls whose attempts are accepted after the broken ones", () => {
    const all = [compartment("a"), compartment("b"), compartment("c")];
    const walls = troubledWalls(host(all, [], [tried("a", "b", 0, 9), tried("b", "c", 1)]));
    expect(walls.map(({ verdict }) => verdict)).toEqual(["failed", "accepted"]);
  });
});
