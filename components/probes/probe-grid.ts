import type { ProbeCellDto, ProbeMapDto, ProbeTenantDto } from "#lib/services/probe/probe-dto.ts";
import type { ProbesFilter } from "./probes-filter.ts";

export type ProbeGrid = {
  readonly sources: readonly ProbeTenantDto[];
  readonly targets: readonly ProbeTenantDto[];
  /** Null where a tenant meets itself, and for pairs that the filter leaves out. */
  readonly cellOf: (source: string, target: string) => ProbeCellDto | null;
};

/** The rows, columns and cells of the map that a filter leaves. */
export function gridOf(
  { tenants, cells }: Pick<ProbeMapDto, "tenants" | "cells">,
  show: ProbesFilter["show"],
): ProbeGrid {
  const shown = cells.filter((cell) => isShown(cell, show));
  const sources = new Set(shown.map(({ source }) => source));
  const targets = new Set(shown.map(({ target }) => target));
  const byPair = new Map(shown.map((cell) => [`${cell.source} ${cell.target}`, cell]));
  return {
    sources: tenants.filter(({ slug }) => sources.has(slug)),
    targets: tenants.filter(({ slug }) => targets.has(slug)),
    cellOf: (source, target) => byPair.get(`${source} ${target}`) ?? null,
  };
}

function isShown(cell: ProbeCellDto, show: ProbesFilter["show"]): boolean {
  switch (show) {
    case "failed":
      return cell.verdict === "failed";
    case "accepted":
      return cell.counts.accepted > 0;
    case "changed":
      return cell.change !== null;
    case "":
      return true;
  }
}

/** Pairs with trouble, most attempts that got through first; then those whose attempts are accepted. */
export function troubledCells(cells: readonly ProbeCellDto[]): readonly ProbeCellDto[] {
  return cells
    .filter(({ counts }) => counts.failed + counts.accepted > 0)
    .toSorted(
      (one, other) => other.counts.failed - one.counts.failed || other.counts.accepted - one.counts.accepted,
    );
}
