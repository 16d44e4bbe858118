import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { db } from "#lib/db/db.ts";
import { itemLabels, items } from "#lib/domain/checklist/item.ts";
import { hostView, listeners } from "./fixtures/host-view.ts";
import { expectPhase, onboard } from "./fixtures/onboard.ts";
import { installation } from "./fixtures/running-installation.ts";
import { buildPerson, type Person, signIn } from "./fixtures/sign-in.ts";

const isRoot = process.getuid?.() === 0;
const acme = { client: "Acme Dental", name: "Acme reception", slug: "acme-reception" };
const beta = { client: "Beta Shop", name: "Beta support", slug: "beta-support" };

test.describe.configure({ mode: "serial" });

let operator: Person;
test.beforeAll(async () => {
  operator = await buildPerson("operator");
});

async function portOf(slug: string): Promise<number> {
  return (await db.portBlock.findFirstOrThrow({ where: { tenant: { slug } } })).base;
}

function row(page: Page, item: (typeof items)[number]) {
  return page
    .getByRole("row")
    .filter({ has: page.getByRole("link", { name: itemLabels[item], exact: true }) });
}

/** Asks for a check and waits for one that began afterwards. */
async function checkNow(page: Page): Promise<void> {
  const before = new Date();
  await page.getByRole("button", { name: "Check now" }).click();
  await expect
    .poll(() => db.hostCheck.count({ where: { status: "done", createdAt: { gte: before } } }), {
      timeout: 60_000,
    })
    .toBeGreaterThan(0);
}

test("the first owner signs in once with the printed password and must choose another", async ({ page }) => {
  await signIn(page, { email: installation.owner.email, password: installation.owner.oneTimePassword });
  await expect(page).toHaveURL(/\/change-password/);
  await page.goto("/tenants");
  await expect(page).toHaveURL(/\/change-password/);
});

test("two tenants are onboarded and their Gateways answer under two users", async ({ page }) => {
  test.info().skip(!isRoot, "Only root can make OS users.");
  test.setTimeout(360_000);
  await signIn(page, operator);
  await onboard(page, acme);
  await onboard(page, beta);

  const views = [hostView(acme.slug), hostView(beta.slug)];
  expect(new Set(views.map(({ uid }) => uid)).size).toBe(2);
  for (const [index, view] of views.entries()) {
    const port = await portOf([acme, beta][index]?.slug ?? "");
    expect(view.uid).toBeGreaterThan(0);
    expect(view.gatewayPids).toHaveLength(1);
    const pid = view.gatewayPids[0];
    expect(listeners(port, pid).every((line) => line.includes(`pid=${pid},`))).toBe(true);
    expect(listeners(port).every((line) => line.includes(`uid:${view.uid} `))).toBe(true);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect(view.mode(view.layout.state)).toBe("700");
    expect(view.mode(view.layout.secretsFile)).toBe("600");
    expect(view.mode(view.layout.configFile)).toBe("640");
  }
});

test("the ten items are proven from what the host shows, and OpenClaw's audit has run inside", async ({
  page,
}) => {
  test.info().skip(!isRoot, "Only root can make OS users.");
  await signIn(page, operator);
  await page.goto(`/tenants/${acme.slug}`);
  await checkNow(page);
  for (const item of items) await expect(row(page, item)).toContainText("Proven");

  await page
    .getByRole("tab", { name: /Audit/ })
    .or(page.getByRole("link", { name: /Audit/ }))
    .first()
    .click();
  await page.getByRole("button", { name: /Run the audit|Audit again/ }).click();
  await expect
    .poll(() => db.auditRun.count({ where: { status: "done", tenant: { slug: acme.slug } } }), {
      timeout: 90_000,
    })
    .toBeGreaterThan(0);
  await expect(page.getByText("fs.config.perms_group_readable").first()).toBeVisible();
});

test("the checklist downloads as one A4 page with the ten items", async ({ page }) => {
  test.info().skip(!isRoot, "Only root can make OS users.");
  await signIn(page, await buildPerson("account_manager"));
  await page.goto(`/tenants/${acme.slug}`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: /Download checklist/ }).click();
  const file = await (await downloading).path();
  const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  expect(info).toMatch(/^Pages:\s+1$/m);
  expect(info).toMatch(/^Page size:.*A4/m);
  for (const item of items) expect(text).toContain(itemLabels[item]);
  expect(text).toContain(acme.client);
});

test("a configuration edited to the other's workspace turns both red, by name", async ({ page }) => {
  test.info().skip(!isRoot, "Only root can make OS users.");
  const mine = hostView(acme.slug).layout;
  const theirs = hostView(beta.slug).layout;
  const original = readFileSync(theirs.configFile, "utf8");
  expect(original).toContain(theirs.workspace);
  writeFileSync(theirs.configFile, original.replaceAll(theirs.workspace, mine.workspace));
  try {
    await signIn(page, operator);
    for (const [here, there] of [
      [acme, beta],
      [beta, acme],
    ] as const) {
      await page.goto(`/tenants/${here.slug}`);
      await checkNow(page);
      await expect(row(page, "workspace")).toContainText("Failed");
      await expect(row(page, "workspace")).toContainText(there.slug);
    }
  } finally {
    writeFileSync(theirs.configFile, original);
  }
  await checkNow(page);
  await expect(row(page, "workspace")).toContainText("Proven");
});

test("a stopped Gateway is gone from the host, and the screen says so", async ({ page }) => {
  test.info().skip(!isRoot, "Only root can make OS users.");
  await signIn(page, operator);
  await page.goto(`/tenants/${acme.slug}`);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expectPhase(page, "Stopped");
  expect(hostView(acme.slug).gatewayPids).toEqual([]);
  expect(listeners(await portOf(acme.slug))).toEqual([]);
  expect(hostView(beta.slug).gatewayPids).toHaveLength(1);
});

for (const name of ["Host agent", "Web", "Database"] as const) {
  test(`kill -9 of ${name} in the middle of a start leaves one true state and one process`, async ({
    page,
  }) => {
    test.info().skip(!isRoot, "Only root can make OS users.");
    test.setTimeout(300_000);
    await signIn(page, operator);
    await page.goto(`/tenants/${acme.slug}`);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await expect.poll(() => hostView(acme.slug).gatewayPids.length, { timeout: 60_000 }).toBe(1);
    process.kill(installation.pidOf(name), "SIGKILL");
    await expect
      .poll(() => db.operation.count({ where: { status: { in: ["queued", "running"] } } }).catch(() => -1), {
        timeout: 180_000,
      })
      .toBe(0);
    await page.goto(`/tenants/${acme.slug}`);
    await expectPhase(page, "Running");
    expect(hostView(acme.slug).gatewayPids).toHaveLength(1);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expectPhase(page, "Stopped");
    expect(hostView(acme.slug).gatewayPids).toEqual([]);
  });
}
