/** A rectangle in pixels of the drawing. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
export type Point = { readonly x: number; readonly y: number };

/** The wall between two neighbouring compartments, from one end to the other. */
export type WallLine = { readonly a: string; readonly b: string; readonly from: Point; readonly to: Point };

export type HullLayout = {
  readonly width: number;
  readonly height: number;
  /** Outline of the ship's side: stern at the left, bow at the right. */
  readonly outline: string;
  readonly compartments: readonly { readonly slug: string; readonly box: Box }[];
  readonly walls: readonly WallLine[];
  /** The foremost part, which belongs to no tenant. */
  readonly forepeak: Box;
};

const shell = 10;
const oneDeckHeight = 208;
const deckHeight = 172;
const roomyCompartment = 168;
const narrowestCompartment = 104;
/** Above this many tenants a hull can't be read any more. */
const mostCompartments = 16;

/** True when the tenants of a host fit into a hull of this width; otherwise the pairs are drawn as a matrix. */
export function fitsHull(count: number, width: number): boolean {
  return count <= mostCompartments && inside(width) / columnCount(count, width) >= narrowestCompartment;
}

/**
 * Divides a hull into compartments, one a tenant, in the order given: one deck
 * while there is room, else two, filled column by column from the stern.
 */
export function layOutHull(slugs: readonly string[], width: number): HullLayout {
  const columns = columnCount(slugs.length, width);
  const isOneDeck = columns >= slugs.length;
  const height = isOneDeck ? oneDeckHeight : deckHeight * 2;
  const columnWidth = inside(width) / columns;
  const compartments = slugs.map((slug, index) => ({
    slug,
    box: isOneDeck
      ? { x: shell + index * columnWidth, y: shell, width: columnWidth, height: height - 2 * shell }
      : twoDeckBox(index, slugs.length, columnWidth, height),
  }));
  const foreX = shell + inside(width);
  return {
    width,
    height,
    outline: hullOutline(width, height, foreX),
    compartments,
    walls: findWalls(compartments),
    forepeak: { x: foreX, y: shell, width: width - foreX - shell, height: height - 2 * shell },
  };
}

function columnCount(count: number, width: number): number {
  const isRoomy = inside(width) / Math.max(1, count) >= roomyCompartment;
  return isRoomy ? Math.max(1, count) : Math.ceil(count / 2);
}

function bowLength(width: number): number {
  return Math.min(128, Math.max(72, width * 0.12));
}

function inside(width: number): number {
  return width - shell - bowLength(width);
}

function twoDeckBox(index: number, count: number, columnWidth: number, height: number): Box {
  const full = height - 2 * shell;
  const isLone = index === count - 1 && index % 2 === 0;
  return {
    x: shell + Math.floor(index / 2) * columnWidth,
    y: shell + (index % 2) * (full / 2),
    width: columnWidth,
    height: isLone ? full : full / 2,
  };
}

function hullOutline(width: number, height: number, foreX: number): string {
  const edge = shell / 2;
  const right = width - edge;
  const bottom = height - edge;
  const corner = 22;
  return [
    `M${edge + corner} ${edge}`,
    `H${foreX}`,
    `C${foreX + (right - foreX) * 0.55} ${edge} ${right - 6} ${height * 0.3} ${right} ${height / 2}`,
    `C${right - 6} ${height * 0.7} ${foreX + (right - foreX) * 0.55} ${bottom} ${foreX} ${bottom}`,
    `H${edge + corner}`,
    `Q${edge} ${bottom} ${edge} ${bottom - corner}`,
    `V${edge + corner}`,
    `Q${edge} ${edge} ${edge + corner} ${edge}Z`,
  ].join(" ");
}

type Placed = { readonly slug: string; readonly box: Box };

function findWalls(placed: readonly Placed[]): WallLine[] {
  return placed.flatMap((a, index) =>
    placed.slice(index + 1).flatMap((b) => {
      const ends = sharedEdge(a.box, b.box);
      return ends ? [{ a: a.slug, b: b.slug, ...ends }] : [];
    }),
  );
}

function sharedEdge(a: Box, b: Box): { from: Point; to: Point } | null {
  const top = Math.max(a.y, b.y);
  const bottom = Math.min(a.y + a.height, b.y + b.height);
  const left = Math.max(a.x, b.x);
  const right = Math.min(a.x + a.width, b.x + b.width);
  if (isSame(left, right) && bottom - top > 1) {
    return { from: { x: left, y: top }, to: { x: left, y: bottom } };
  }
  if (isSame(top, bottom) && right - left > 1) {
    return { from: { x: left, y: top }, to: { x: right, y: top } };
  }
  return null;
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01;
}
