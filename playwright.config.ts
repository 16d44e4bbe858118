import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./e2e/fixtures/find-browser.ts";

const browser = await findBrowser();
const quiet = [
  "--disable-gpu",
  // Without it a program of its own draws what a graphics card would, at the cost of the Gateways.
  "--disable-software-rasterizer",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  globalSetup: "./e2e/fixtures/global-setup.ts",
  // One installation and real Gateways: the journeys take turns.
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.BULKHEAD_E2E_URL ?? "http://localhost:3000",
    launchOptions: {
      executablePath: browser.executable,
      // Chromium's own sandbox doesn't work as root.
      args: process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet,
      env: { ...process.env, ...browser.env } as Record<string, string>,
    },
    // Nothing waits for what moves, and drawing it takes a fifth of the machine.
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    // A trace films all of it; ask for one with --trace.
    trace: "off",
  },
});
