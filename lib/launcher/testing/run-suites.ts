import { messageOf } from "#lib/launcher/terminal/launch-error.ts";
import { describeCounts, failedAsWhole, type Suite, type SuiteResult, sumCounts } from "./suite.ts";

type Finished = { readonly name: string; readonly seconds: number; readonly result: SuiteResult };

/**
 * Runs all suites, whatever fails, and prints what came of each. The last line
 * is the sum of them all.
 *
 * @returns the exit code
 */
export async function runSuites(suites: readonly Suite[]): Promise<number> {
  const finished: Finished[] = [];
  for (const suite of suites) finished.push(await attempt(suite));
  const lines = finished.map(
    ({ name, seconds, result }) =>
      `${result.failed === 0 ? "ok  " : "FAIL"}  ${name}: ${describeCounts(result)} (${seconds} s)`,
  );
  console.log(`\n${lines.join("\n")}`);
  const results = finished.map(({ result }) => result);
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

async function attempt(suite: Suite): Promise<Finished> {
  console.log(`\n── ${suite.name}`);
  const startedAt = performance.now();
  const result = await suite
    .run(suite.timeoutMs)
    .catch((error: unknown) => failedAsWhole(`${suite.name}: ${messageOf(error)}`));
  return { name: suite.name, seconds: Math.round((performance.now() - startedAt) / 1000), result };
}
