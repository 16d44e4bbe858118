import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import { failedAsWhole, failedTitle, type Suite, type SuiteResult } from "./suite.ts";

const specSchema = z.object({
  title: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
      results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
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
export const browser: Suite = { name: "journeys in the browser", timeoutMs: 1_800_000, run };

async function run(timeoutMs: number): Promise<SuiteResult> {
  const directory = await mkdtemp(path.join(tmpdir(), "bulkhead-report-"));
  const file = path.join(directory, "report.json");
  try {
    const isGood = await runCommand("playwright", ["test", "--reporter=list,json"], {
      timeoutMs,
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    });
    const report = await readFile(file, "utf8").catch(() => null);
    return report === null ? failedAsWhole("journeys: no report") : summarize(report, isGood);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function summarize(report: string, isGood: boolean): SuiteResult {
  const { stats, suites } = reportSchema.parse(JSON.parse(report));
  const failed = stats.unexpected + stats.flaky;
  const journeys = suites.flatMap(journeysIn);
  const titles = (statuses: readonly string[]) =>
    journeys.filter(({ status }) => statuses.includes(status)).map(({ line }) => line);
  return {
    passed: stats.expected,
    failed: isGood ? failed : Math.max(failed, 1),
    skipped: stats.skipped,
    skippedTitles: titles(["skipped"]),
    failedTitles: titles(["unexpected", "flaky"]),
  };
}

/** Each journey with the reason it gave when it was skipped, and with its error when it failed. */
function journeysIn(group: Group): { readonly status: string; readonly line: string }[] {
  const own = (group.specs ?? []).flatMap(({ title, tests }) =>
    tests.map(({ status, annotations, results }) => {
      const reason = annotations[0]?.description ?? "no reason given";
      const message = results.find(({ error }) => error !== undefined)?.error?.message;
      return { status, line: status === "skipped" ? `${title}: ${reason}` : failedTitle(title, message) };
    }),
  );
  return [...own, ...(group.suites ?? []).flatMap(journeysIn)];
}
