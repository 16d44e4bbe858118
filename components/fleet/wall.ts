import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import { type GatewayRung, isAtLeast } from "#lib/domain/tenant/rung.ts";
import type { CompartmentDto, FleetHostDto, WallDto } from "#lib/services/fleet/fleet-dto.ts";

/** What is known of the wall between two tenants. */
export type Wall = {
  readonly a: CompartmentDto;
  readonly b: CompartmentDto;
  readonly verdict: Verdict;
  /** The weaker of the two: a wall is as strong as its weaker side. */
  readonly rung: GatewayRung;
  readonly breaches: WallDto["breaches"];
};

/** Finds what was proven between any two tenants of a host. */
export function wallFinder(host: FleetHostDto): (a: string, b: string) => Wall | null {
  const compartments = new Map(host.compartments.map((one) => [one.slug, one]));
  const walls = new Map(host.walls.map((one) => [pairKey(one.a, one.b), one]));
  return (slugA, slugB) => {
    const a = compartments.get(slugA);
    const b = compartments.get(slugB);
    return a && b ? toWall(a, b, walls.get(pairKey(slugA, slugB))) : null;
  };
}

function toWall(a: CompartmentDto, b: CompartmentDto, known: WallDto | undefined): Wall {
  const isMeasured = a.isMeasured && b.isMeasured;
  return {
    a,
    b,
    verdict: known?.verdict ?? (isMeasured ? "proven" : "not-measured"),
    rung: isAtLeast(a.rung, b.rung) ? b.rung : a.rung,
    breaches: known?.breaches ?? [],
  };
}

/** Every wall with something shared, neighbours or not, failed before accepted. */
export function troubledWalls(host: FleetHostDto): readonly Wall[] {
  const find = wallFinder(host);
  const found = host.walls.flatMap(({ a, b }) => find(a, b) ?? []).filter(({ breaches }) => breaches.length);
  return found.toSorted((one, other) => weight(other) - weight(one));
}

function weight(wall: Wall): number {
  return (
    (wall.verdict === "failed" ? 1000 : wall.verdict === "not-measured" ? 500 : 0) + wall.breaches.length
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
      return `Nothing shared between ${between}`;
    case "not-measured":
      return `Not measured between ${between}`;
    case "accepted":
      return `Sharing accepted between ${between}`;
    case "failed":
      return `${between} share ${wall.breaches.length} ${wall.breaches.length === 1 ? "thing" : "things"}`;
  }
}
