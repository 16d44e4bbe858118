/** Lines kept in the browser; older ones are dropped while following. */
export const mostLines = 2_000;

/** The lines with newer ones behind them, oldest dropped above {@link mostLines}. */
export function appendLines(lines: readonly string[], newer: readonly string[]): readonly string[] {
  return [...lines, ...newer].slice(-mostLines);
}
