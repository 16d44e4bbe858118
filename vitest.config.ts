import { defineConfig } from "vitest/config";

const ignored = ["**/node_modules/**", "**/.next/**"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
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
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
