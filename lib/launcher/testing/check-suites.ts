import { makeScratchCluster } from "#lib/db/testing/scratch-cluster.ts";
import { databaseUrl } from "#lib/launcher/postgres/postgres-paths.ts";
import { startPostgres } from "#lib/launcher/postgres/start-postgres.ts";
import { runCommand } from "./run-command.ts";
import { failedAsWhole, type Suite, type SuiteOptions, type SuiteResult } from "./suite.ts";

/** A check passes or fails as a whole and counts as one. */
function check(name: string, timeoutMs: number, run: (options: SuiteOptions) => Promise<boolean>): Suite {
  const passed: SuiteResult = { passed: 1, failed: 0, skipped: 0, skippedTitles: [], failedTitles: [] };
  return { name, timeoutMs, run: async (options) => ((await run(options)) ? passed : failedAsWhole(name)) };
}

export const types = check(
  "types",
  180_000,
  async (options) =>
    (await runCommand("next", ["typegen"], options)) && runCommand("tsc", ["--noEmit"], options),
);

export const lint = check("format, lint and import zones", 120_000, (options) =>
  runCommand("biome", ["check", "--error-on-warnings"], options),
);

export const deadCode = check("dead code", 120_000, (options) => runCommand("knip", [], options));

/** Replays the migrations on a real server and compares the result with the schema. */
export const schema = check("schema in step with its migrations", 120_000, async (options) => {
  const cluster = await makeScratchCluster();
  const server = await startPostgres({ ...cluster, settings: { fsync: "off" } });
  try {
    const sides = ["--from-migrations", "prisma/migrations", "--to-schema", "prisma/schema.prisma"];
    const url = databaseUrl(cluster.paths, cluster.password, "postgres");
    return await runCommand("prisma", ["migrate", "diff", ...sides, "--exit-code"], {
      ...options,
      env: { DATABASE_URL: url },
    });
  } finally {
    await server.stop();
    await cluster.remove();
  }
});

/** Installed once a machine, before suites that run side by side would both do it. */
export const runtime = check("OpenClaw for the tests", 600_000, (options) =>
  runCommand("node", ["agent/fixtures/install-test-runtime.ts"], options),
);
