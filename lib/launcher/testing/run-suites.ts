import { messageOf } from "#lib/launcher/launch-error.ts";
import { describeCounts, type Suite, type SuiteResult, sumCounts } from "./suite.ts";

/**
 * Runs all suites, whatever fails, and prints what came of each. The last line
 * is the sum of them all.
 *
 * @returns the exit code
 */
export async function runSuites(suites: readonly Suite[]): Promise<number> {
  const lines: string[] = [];
  const results: SuiteResult[] = [];
  for (const suite of suites) {
    console.log(`\n── ${suite.name}`);
    const startedAt = performance.now();
    const result = await attempt(suite);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    results.push(result);
    lines.push(
      `${result.failed === 0 ? "ok  " : "FAIL"}  ${suite.name}: ${describeCounts(result)} (${seconds} s)`,
    );
  }
  console.log(`\n${lines.join("\n")}`);
  const skipped = results.flatMap((result) => result.skippedTitles);
  if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((title) => `  ${title}`).join("\n")}`);
  const sum = sumCounts(results);
  console.log(`\n${describeCounts(sum)}`);
  return sum.failed === 0 ? 0 : 1;
}

async function attempt(suite: Suite): Promise<SuiteResult> {
  try {
    return await suite.run(suite.timeoutMs);
  } catch (error) {
    console.error(messageOf(error));
    return { passed: 0, failed: 1, skipped: 0, skippedTitles: [] };
  }
}
