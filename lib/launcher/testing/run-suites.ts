import { messageOf } from "#lib/launcher/launch-error.ts";
import { describeCounts, failedAsWhole, type Suite, type SuiteResult, sumCounts } from "./suite.ts";

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
  printTitles(
    "Skipped",
    results.flatMap((result) => result.skippedTitles),
  );
  printTitles(
    "Failed",
    results.flatMap((result) => result.failedTitles),
  );
  const sum = sumCounts(results);
  console.log(`\n${describeCounts(sum)}`);
  return sum.failed === 0 ? 0 : 1;
}

function printTitles(heading: string, titles: readonly string[]): void {
  if (titles.length > 0) console.log(`\n${heading}:\n${titles.map((title) => `  ${title}`).join("\n")}`);
}

async function attempt(suite: Suite): Promise<SuiteResult> {
  try {
    return await suite.run(suite.timeoutMs);
  } catch (error) {
    console.error(messageOf(error));
    return failedAsWhole(`${suite.name}: ${messageOf(error)}`);
  }
}
