import { makeScratchCluster } from "#lib/db/testing/scratch-cluster.ts";
import { databaseUrl } from "#lib/launcher/postgres/postgres-paths.ts";
import { startPostgres } from "#lib/launcher/postgres/start-postgres.ts";
import { runCommand } from "./run-command.ts";
import { failedAsWhole, type Suite, type SuiteResult } from "./suite.ts";

/** A check passes or fails as a whole and counts as one. */
function check(name: string, timeoutMs: number, run: (timeoutMs: number) => Promise<boolean>): Suite {
  const passed: SuiteResult = { passed: 1, failed: 0, skipped: 0, skippedTitles: [], failedTitles: [] };
  return { name, timeoutMs, run: async (limit) => ((await run(limit)) ? passed : failedAsWhole(name)) };
}

export const types = check(
  "types",
  180_000,
  async (timeoutMs) =>
    (await runCommand("next", ["typegen"], { timeoutMs })) && runCommand("tsc", ["--noEmit"], { timeoutMs }),
);

export const lint = check("format, lint and import zones", 120_000, (timeoutMs) =>
  runCommand("biome", ["check", "--error-on-warnings"], { timeoutMs }),
);

export const deadCode = check("dead code", 120_000, (timeoutMs) => runCommand("knip", [], { timeoutMs }));

/** Replays the migrations on a real server and compares the result with the schema. */
export const schema = check("schema in step with its migrations", 120_000, async (timeoutMs) => {
  const cluster = await makeScratchCluster();
  const server = await startPostgres({ ...cluster, settings: { fsync: "off" } });
  try {
    const sides = ["--from-migrations", "prisma/migrations", "--to-schema", "prisma/schema.prisma"];
    const url = databaseUrl(cluster.paths, cluster.password, "postgres");
    return await runCommand("prisma", ["migrate", "diff", ...sides, "--exit-code"], {
      timeoutMs,
      env: { DATABASE_URL: url },
    });
  } finally {
    await server.stop();
    await cluster.remove();
  }
});

/** Installed once a machine, before test files that run side by side would both do it. */
export const runtime = check("OpenClaw for the tests", 600_000, (timeoutMs) =>
  runCommand("node", ["agent/fixtures/install-test-runtime.ts"], { timeoutMs }),
);
