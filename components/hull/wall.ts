import { type Verdict, worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { type GatewayRung, isAtLeast } from "#lib/domain/tenant/rung.ts";
import type { CompartmentDto, FleetHostDto, TriedWallDto, WallDto } from "#lib/services/fleet/fleet-dto.ts";

/** What is known of the wall between two tenants. */
export type Wall = {
  readonly a: CompartmentDto;
  readonly b: CompartmentDto;
  readonly verdict: Verdict;
  /** The weaker of the two: a wall is as strong as its weaker side. */
  readonly rung: GatewayRung;
  readonly breaches: WallDto["breaches"];
  /** What came of the attempts, both ways. */
  readonly attempts: TriedWallDto["verdict"] | "not-measured";
  /** Attempts that got through and nobody answers for, both ways. */
  readonly failedAttempts: number;
  /** Attempts that got through and somebody answers for, both ways. */
  readonly acceptedAttempts: number;
  /** The worse direction when attempts got through, accepted or not. */
  readonly breach: TriedWallDto["breach"];
};

/** Finds what was proven between any two tenants of a host. */
export function wallFinder(host: FleetHostDto): (a: string, b: string) => Wall | null {
  const compartments = new Map(host.compartments.map((one) => [one.slug, one]));
  const walls = new Map(host.walls.map((one) => [pairKey(one.a, one.b), one]));
  const tried = new Map(host.attempts.map((one) => [pairKey(one.a, one.b), one]));
  return (slugA, slugB) => {
    const a = compartments.get(slugA);
    const b = compartments.get(slugB);
    const key = pairKey(slugA, slugB);
    return a && b ? toWall(a, b, walls.get(key), tried.get(key)) : null;
  };
}

/** A wall is proven only when nothing is shared and everything that was tried through it was refused, both ways. */
function toWall(
  a: CompartmentDto,
  b: CompartmentDto,
  known: WallDto | undefined,
  tried: TriedWallDto | undefined,
): Wall {
  const isMeasured = a.isMeasured && b.isMeasured;
  const items = known?.verdict ?? (isMeasured ? "proven" : "not-measured");
  const attempts = tried?.verdict ?? "not-measured";
  return {
    a,
    b,
    verdict: worstVerdict([items, attempts]),
    rung: isAtLeast(a.rung, b.rung) ? b.rung : a.rung,
    breaches: known?.breaches ?? [],
    attempts,
    failedAttempts: tried?.failed ?? 0,
    acceptedAttempts: tried?.accepted ?? 0,
    breach: tried?.breach ?? null,
  };
}

/** Every wall with something shared or got through, neighbours or not, failed before accepted. */
export function troubledWalls(host: FleetHostDto): readonly Wall[] {
  const find = wallFinder(host);
  const shared = host.walls.filter(({ breaches }) => breaches.length > 0);
  const gotThrough = host.attempts.filter(({ failed, accepted }) => failed + accepted > 0);
  const keys = new Map([...shared, ...gotThrough].map((one) => [pairKey(one.a, one.b), one]));
  const found = [...keys.values()].flatMap(({ a, b }) => find(a, b) ?? []);
  return found.toSorted((one, other) => weight(other) - weight(one));
}

function weight(wall: Wall): number {
  return (
    (wall.verdict === "failed" ? 10_000 : wall.verdict === "not-measured" ? 5_000 : 0) +
    wall.breaches.length * 100 +
    wall.failedAttempts +
    wall.acceptedAttempts
  );
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** What a person reads for a wall. */
export function describeWall(wall: Wall): string {
  const between = `${wall.a.name} and ${wall.b.name}`;
  switch (wall.verdict) {
    case "proven":
      return `Nothing shared and nothing got through between ${between}`;
    case "not-measured":
      return `Not measured between ${between}`;
    case "accepted":
      return [wall.breaches.length > 0 ? `Sharing accepted between ${between}` : null, describeBreach(wall)]
        .filter((part) => part !== null)
        .join("; ");
    case "failed":
      return [describeShared(wall, between), describeBreach(wall)].filter((part) => part !== null).join("; ");
  }
}

function describeShared({ breaches }: Wall, between: string): string | null {
  if (breaches.length === 0) return null;
  return `${between} share ${breaches.length} ${breaches.length === 1 ? "thing" : "things"}`;
}

/** Which side got through to which, and what of it is accepted. */
export function describeBreach({ a, b, breach, failedAttempts, acceptedAttempts }: Wall): string | null {
  if (breach === null) return null;
  const [from, to] = breach.from === a.slug ? [a, b] : [b, a];
  if (failedAttempts === 0) {
    return `Accepted that ${from.name} gets through to ${to.name} (${countAttempts(acceptedAttempts)} in all)`;
  }
  const more = acceptedAttempts > 0 ? `, ${acceptedAttempts} more accepted` : "";
  return `${from.name} got through to ${to.name} (${countAttempts(failedAttempts)} in all${more})`;
}

function countAttempts(count: number): string {
  return `${count} ${count === 1 ? "attempt" : "attempts"}`;
}

/** Where what was tried through a wall is shown: its worse direction, or either. */
export function attemptsHref({ a, b, breach }: Wall): `/${string}` {
  const { from, to } = breach ?? { from: a.slug, to: b.slug };
  return `/probes?from=${from}&to=${to}`;
}
