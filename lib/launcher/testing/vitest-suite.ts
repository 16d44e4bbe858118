import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import type { Suite, SuiteResult } from "./suite.ts";

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })) }),
  ),
});

/** One project of vitest.config.ts. */
export function vitestSuite(project: string, timeoutMs: number): Suite {
  return { name: `${project} tests`, timeoutMs, run: (limit) => run(project, limit) };
}

async function run(project: string, timeoutMs: number): Promise<SuiteResult> {
  const directory = await mkdtemp(path.join(tmpdir(), "bulkhead-report-"));
  const file = path.join(directory, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const isGood = await runCommand("vitest", ["run", "--project", project, ...reporters], { timeoutMs });
    return summarize(await readFile(file, "utf8").catch(() => null), isGood);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A run that failed without a failed test (a file that can't be loaded, a limit) counts as one failure. */
function summarize(report: string | null, isGood: boolean): SuiteResult {
  if (report === null) return { passed: 0, failed: 1, skipped: 0, skippedTitles: [] };
  const counted = reportSchema.parse(JSON.parse(report));
  const tests = counted.testResults.flatMap((file) => file.assertionResults);
  const isSkipped = (status: string) => status === "pending" || status === "skipped" || status === "todo";
  return {
    passed: counted.numPassedTests,
    failed: isGood ? counted.numFailedTests : Math.max(counted.numFailedTests, 1),
    skipped: counted.numPendingTests + counted.numTodoTests,
    skippedTitles: tests.filter(({ status }) => isSkipped(status)).map(({ fullName }) => fullName.trim()),
  };
}
