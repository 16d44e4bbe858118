import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const ignored = ["**/node_modules/**", "**/.next/**"];

/** Seconds on two cores, of those that take long; all others take about so little. */
const seconds: readonly (readonly [RegExp, number])[] = [
  [/\/probes\/real-gateways\./, 520],
  [/\/run-probes\./, 360],
  [/\/planted-mistakes\./, 220],
  [/\/doors\./, 215],
  [/\/fresh-fleet\./, 200],
  [/\/(managed-browser|policy)\./, 135],
  [/\/hardened-gateway\./, 110],
  [/\/(live-secrets|install-service)\./, 80],
  [/\/(hostile-files|tricks|own-word|provision-tenant|channel-plugins|host-doors|as-resolved)\./, 60],
];
const secondsOf = (file: string) => seconds.find(([name]) => name.test(file))?.[1] ?? 10;

/**
 * Files that try walls wait for one another (agent/fixtures/one-prober.ts), and
 * take as long as all others together: in this order one worker has the first
 * and one the others, each longest first.
 */
class TwoLanes extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const lanes = [true, false].map((isProbing) => {
      const lane = files.filter(({ moduleId }) => moduleId.includes("/agent/probes/") === isProbing);
      lane.sort((a, b) => secondsOf(b.moduleId) - secondsOf(a.moduleId));
      let startsAt = 0;
      return lane.map((file) => {
        const planned = { file, startsAt };
        startsAt += secondsOf(file.moduleId);
        return planned;
      });
    });
    return lanes
      .flat()
      .sort((a, b) => a.startsAt - b.startsAt)
      .map(({ file }) => file);
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: TwoLanes },
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
          setupFiles: ["agent/fixtures/one-prober.ts"],
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
