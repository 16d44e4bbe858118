import type { KeyboardEvent } from "react";

/**
 * What an arrow does where its line ends. "wrap" goes on with the row after or
 * before, and leaves the key to the browser where there is none; "hold" stays.
 */
export type GridEdges = "wrap" | "hold";

type Step = readonly [rows: number, columns: number];

const steps: Readonly<Record<string, Step>> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
};

/** Moves the focus from a cell of a grid to the next one in an arrow's direction. */
export function moveBetweenCells(event: KeyboardEvent<HTMLElement>, edges: GridEdges): void {
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const grid = event.currentTarget;
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused.dataset.cell === undefined) return;
  const inLine = nextInLine(grid, focused.dataset.cell, step);
  const next = inLine ?? (edges === "wrap" ? nextInReading(grid, focused, step) : null);
  if (next !== null || edges === "hold") event.preventDefault();
  next?.focus();
}

/** A gap is one cell wide where something meets itself, and wider where cells are left out. */
const longestGap = 200;

function nextInLine(grid: HTMLElement, at: string, [rows, columns]: Step): HTMLElement | null {
  const [row = 0, column = 0] = at.split(" ").map(Number);
  for (let count = 1; count <= longestGap; count += 1) {
    const place = `${row + rows * count} ${column + columns * count}`;
    const next = grid.querySelector<HTMLElement>(`button[data-cell="${place}"]`);
    if (next) return next;
  }
  return null;
}

function nextInReading(grid: HTMLElement, focused: HTMLElement, [, columns]: Step): HTMLElement | null {
  if (columns === 0) return null;
  const cells = [...grid.querySelectorAll<HTMLElement>("button[data-cell]")];
  return cells[cells.indexOf(focused) + columns] ?? null;
}
