import type { Verdict } from "#lib/domain/checklist/verdict.ts";
import type { Wall } from "./wall.ts";

export type PairCell = { readonly row: number; readonly column: number; readonly wall: Wall };

/** Every pair once, below the diagonal. */
export function placePairs(
  slugs: readonly string[],
  find: (a: string, b: string) => Wall | null,
): readonly PairCell[] {
  return slugs.flatMap((slugRow, row) =>
    slugs.slice(0, row).flatMap((slugColumn, column) => {
      const wall = find(slugColumn, slugRow);
      return wall ? [{ row, column, wall }] : [];
    }),
  );
}

/** A verdict's shape around a middle, as part of one path for all cells of that verdict. */
export function cellPath(verdict: Verdict, x: number, y: number): string {
  switch (verdict) {
    case "proven":
      return circle(x, y, 3.5);
    case "not-measured":
      return circle(x, y, 3.5);
    case "failed":
      return `M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`;
    case "accepted":
      return `${circle(x, y, 3.5)}M${x} ${y - 3.5}v7`;
  }
}

function circle(x: number, y: number, radius: number): string {
  const across = radius * 2;
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${across} 0a${radius} ${radius} 0 1 0 ${-across} 0`;
}
