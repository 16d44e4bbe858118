import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import type { Suite, SuiteResult } from "./suite.ts";

const specSchema = z.object({
  title: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
    }),
  ),
});
type Group = { specs?: z.output<typeof specSchema>[] | undefined; suites?: Group[] | undefined };
const groupSchema: z.ZodType<Group> = z.lazy(() =>
  z.object({ specs: z.array(specSchema).optional(), suites: z.array(groupSchema).optional() }),
);

const reportSchema = z.object({
  suites: z.array(groupSchema),
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/** The journeys in a real browser against a whole installation. */
export const browser: Suite = { name: "journeys in the browser", timeoutMs: 1_200_000, run };

async function run(timeoutMs: number): Promise<SuiteResult> {
  const directory = await mkdtemp(path.join(tmpdir(), "bulkhead-report-"));
  const file = path.join(directory, "report.json");
  try {
    const isGood = await runCommand("playwright", ["test", "--reporter=list,json"], {
      timeoutMs,
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    });
    return summarize(await readFile(file, "utf8").catch(() => null), isGood);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function summarize(report: string | null, isGood: boolean): SuiteResult {
  if (report === null) return { passed: 0, failed: 1, skipped: 0, skippedTitles: [] };
  const { stats, suites } = reportSchema.parse(JSON.parse(report));
  const failed = stats.unexpected + stats.flaky;
  return {
    passed: stats.expected,
    failed: isGood ? failed : Math.max(failed, 1),
    skipped: stats.skipped,
    skippedTitles: suites.flatMap(skippedIn),
  };
}

/** Each skipped journey with the reason it gave. */
function skippedIn(group: Group): string[] {
  const own = (group.specs ?? []).flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === "skipped")
      .map(({ annotations }) => `${title}: ${annotations[0]?.description ?? "no reason given"}`),
  );
  return [...own, ...(group.suites ?? []).flatMap(skippedIn)];
}
