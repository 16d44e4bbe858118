import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { root, runCommand } from "./run-command.ts";
import { failedAsWhole, failedTitle, type Suite, type SuiteResult } from "./suite.ts";

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
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
    const report = await readFile(file, "utf8").catch(() => null);
    return report === null ? failedAsWhole(`${project} tests: no report`) : summarize(report, isGood);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** A run that failed without a failed test (a file that can't be loaded, a limit) counts as one failure. */
function summarize(report: string, isGood: boolean): SuiteResult {
  const { testResults, ...counted } = reportSchema.parse(JSON.parse(report));
  const isSkipped = (status: string) => status === "pending" || status === "skipped" || status === "todo";
  const titles = testResults.flatMap((file) => {
    const title = path.relative(root, file.name);
    const tests = file.assertionResults.map(({ status, fullName, failureMessages }) => ({
      ...{ status, message: failureMessages?.[0] },
      title: `${title}: ${fullName.trim()}`,
    }));
    const hasFailed = tests.some(({ status }) => status === "failed");
    const whole = { title, status: "failed", message: file.message };
    return file.status === "failed" && !hasFailed ? [...tests, whole] : tests;
  });
  const failedTitles = titles
    .filter(({ status }) => status === "failed")
    .map(({ title, message }) => failedTitle(title, message));
  return {
    passed: counted.numPassedTests,
    failed: isGood ? counted.numFailedTests : Math.max(counted.numFailedTests, failedTitles.length, 1),
    skipped: counted.numPendingTests + counted.numTodoTests,
    skippedTitles: titles.filter(({ status }) => isSkipped(status)).map(({ title }) => title),
    failedTitles,
  };
}
