import { stripVTControlCharacters } from "node:util";

/** What a runner counted. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

export type SuiteResult = Counts & {
  /** One line each: what was skipped. */
  readonly skippedTitles: readonly string[];
  /** One line each: what failed, and as what. */
  readonly failedTitles: readonly string[];
};

/** What counts as one failure without a failed test: a runner that broke off, a limit, a check. */
export function failedAsWhole(title: string): SuiteResult {
  return { passed: 0, failed: 1, skipped: 0, skippedTitles: [], failedTitles: [title] };
}

/** A failed test with what it threw in one line, for machines whose output is kept by its end only. */
export function failedTitle(title: string, message: string | undefined): string {
  const words = stripVTControlCharacters(message ?? "").replace(/\s+/g, " ");
  return words === "" ? title : `${title} — ${words.slice(0, 800)}`;
}

/** One part of `npm test`, with a limit so that nothing hangs for good. */
export type Suite = {
  readonly name: string;
  readonly run: (timeoutMs: number) => Promise<SuiteResult>;
  readonly timeoutMs: number;
};

export function sumCounts(results: readonly Counts[]): Counts {
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.reduce((sum, result) => sum + result.failed, 0),
    skipped: results.reduce((sum, result) => sum + result.skipped, 0),
  };
}

export function describeCounts({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
