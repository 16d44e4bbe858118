import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const ignored = ["**/node_modules/**", "**/.next/**"];

/** Those that take longest begin first, so that none is left to run alone at the end. */
const longest =
  /\/(real-gateways|run-probes|planted-mistakes|fresh-fleet|doors|managed-browser|hardened-gateway|install-service)\.agent\.test\.ts$/;
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(longest.test(b.moduleId)) - Number(longest.test(a.moduleId)));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // A failure that was seen once, on another machine, is only known by its message.
    chaiConfig: { truncateThreshold: 600 },
    projects: [
      {
        test: {
          name: "unit",
          // Some work through a million values, on a machine that may be busy.
          testTimeout: 30_000,
          include: ["{lib,agent,components,app,prisma}/**/*.test.{ts,tsx}"],
          exclude: [...ignored, "**/*.db.test.{ts,tsx}", "**/*.agent.test.ts"],
        },
      },
      {
        test: {
          name: "db",
          include: ["{lib,prisma,app}/**/*.db.test.{ts,tsx}"],
          exclude: ignored,
          globalSetup: ["lib/db/testing/test-server.ts"],
          setupFiles: ["lib/db/testing/own-database.ts"],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "agent",
          include: ["{agent,lib}/**/*.agent.test.ts"],
          exclude: ignored,
          // Each file may run a real Gateway, which needs most of a core to start.
          maxWorkers: 2,
          // Only so that nothing hangs for good: how long a Gateway takes to start is the machine's affair.
          testTimeout: 900_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
