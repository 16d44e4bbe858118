import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { until } from "#lib/launcher/process/until.ts";
import { installation } from "./fixtures/running-installation.ts";
import { buildPerson, signIn } from "./fixtures/sign-in.ts";

const isRoot = process.getuid?.() === 0;

function uidOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

test("a second start says that it already runs, and where", async () => {
  const output = await installation.command("start");
  expect(output).toMatch(/^Bulkhead runs already: http:\/\/localhost:\d+ \(pid \d+\)/m);
});

test("web and database run as a user of their own, the agent as root", () => {
  test.info().skip(!isRoot, "Without root everything runs as one user.");
  expect(uidOf(installation.pidOf("Web"))).toBe(uidOf(installation.pidOf("Database")));
  expect(uidOf(installation.pidOf("Web"))).not.toBe(0);
  expect(uidOf(installation.pidOf("Host agent"))).toBe(0);
});

for (const name of ["Web", "Host agent", "Database"] as const) {
  test(`${name} comes back after kill -9, and people stay signed in`, async ({ page }) => {
    await signIn(page, await buildPerson("operator"));
    const killed = installation.pidOf(name);
    process.kill(killed, "SIGKILL");
    expect(await until(() => installation.pidOf(name) !== killed, 30_000)).toBe(true);
    await page.reload();
    await expect(page.getByRole("navigation").first()).toBeVisible();
    await expect(page).not.toHaveURL(/\/sign-in/);
  });
}
