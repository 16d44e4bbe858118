import type { Measurement } from "./measure.ts";

export type Row = Measurement & { readonly name: string };

/** Above it something else takes part of what is measured. */
const busyLoad = 1;

/** Lines in columns: what was measured, against what, and the ratio of the two. */
export function formatTable(rows: readonly Row[]): string {
  const lines = [
    ["name", "what", "seconds", "baseline", "seconds", "ratio"],
    ...rows.map(({ name, what, seconds, baseline, baselineSeconds }) => [
      ...[name, what, formatNumber(seconds)],
      ...[baseline, formatNumber(baselineSeconds), formatNumber(seconds / baselineSeconds)],
    ]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths?.[column] ?? 0, column))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** What was measured on, and whether the numbers are worth anything. */
export function describeMachine(machine: { readonly cores: number; readonly load: number }): string {
  const line = `Machine: ${machine.cores} cores, load ${machine.load.toFixed(2)} at the start, Node ${process.versions.node}.`;
  if (machine.load <= busyLoad) return line;
  return `${line}\nThe machine was busy, so these numbers are worth little. Run it again when the load is below ${busyLoad}.`;
}

/** Three digits that count, never in powers of ten: 0.0421, 4.21, 421. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const before = Math.floor(Math.log10(Math.max(Math.abs(value), 0.001))) + 1;
  return value.toFixed(Math.max(0, Math.min(3 - before, 5)));
}

/** Numbers to the right, words to the left. */
function pad(cell: string, width: number, column: number): string {
  return column === 2 || column >= 4 ? cell.padStart(width) : cell.padEnd(width);
}
