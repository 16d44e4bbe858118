import { readFileSync, writeFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { db } from "#lib/db/db.ts";
import { provisionGateway } from "#lib/services/gateway/index.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf } from "#prisma/builders/build-user.ts";
import { hostView } from "./fixtures/host-view.ts";
import { installationHost } from "./fixtures/installation-host.ts";
import { expectPhase } from "./fixtures/onboard.ts";
import { buildPerson, signIn } from "./fixtures/sign-in.ts";

const tenant = { slug: "delta-desk", name: "Delta desk" };
const answers = {
  audience: "customers",
  sharesData: false,
  isCustomerFacing: true,
  hasPowerfulTools: false,
  couldHarmEachOther: false,
};
/** The shape of a bot token, and no bot's. */
const plainToken = "123456789:AAHandMadeTokenThatMustNotShowAnywhere1";

async function doneChanges(): Promise<number> {
  return db.operation.count({ where: { kind: "configure", status: "done", tenant: { slug: tenant.slug } } });
}

function gatewaySays(page: Page) {
  return page.getByRole("region", { name: "At the running Gateway" });
}

test("an operator chooses tools, opens the API, and puts back what was edited by hand", async ({ page }) => {
  test.info().skip(process.getuid?.() !== 0, "Only root can make OS users.");
  test.setTimeout(420_000);
  const operator = await buildPerson("operator");
  const host = await installationHost();
  const made = { ...tenant, hostId: host.id, decision: { answers }, gateway: { observedPhase: "absent" } };
  await buildTenant(made);
  await provisionGateway(actorOf(operator), { slug: tenant.slug, startAfterwards: true });
  await signIn(page, operator);
  await page.goto(`/tenants/${tenant.slug}`);
  await expectPhase(page, "Running");
  await page.getByRole("tab", { name: "Tools" }).click();
  await expect(gatewaySays(page).getByText("Proven")).toBeVisible({ timeout: 60_000 });
  await expect(gatewaySays(page).getByText("the Gateway refused it (404)")).toBeVisible();

  // Commands for customers are refused without a reason; the policy is left as it is.
  await page.getByRole("button", { name: "Change", exact: true }).click();
  const panel = page.getByRole("dialog");
  await panel.getByRole("radio", { name: /Internal operator/ }).check();
  await expect(panel.getByText("Customers talk to it, and it runs commands")).toBeVisible();
  await panel.getByRole("button", { name: "Change the policy" }).click();
  await expect(panel.getByText("say why this risk is acceptable")).toBeVisible();
  await panel.getByRole("radio", { name: /Research/ }).check();
  await panel.getByRole("button", { name: "Change the policy" }).click();
  await expect.poll(doneChanges, { timeout: 90_000 }).toBe(1);
  await expect(gatewaySays(page).getByText("web_fetch", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(gatewaySays(page).getByText("Proven")).toBeVisible();

  await page.getByRole("switch", { name: /Let Open WebUI/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Open the API" }).click();
  await expect.poll(doneChanges, { timeout: 90_000 }).toBe(2);
  await expect(page.getByText("One key per customer.")).toBeVisible();
  await expect(page.getByText("openclaw/default")).toBeVisible();

  const { configFile } = hostView(tenant.slug).layout;
  const written = readFileSync(configFile, "utf8");
  const config = JSON.parse(written) as { session: unknown; channels?: unknown };
  config.session = { dmScope: "main" };
  config.channels = { telegram: { enabled: false, botToken: plainToken } };
  writeFileSync(configFile, JSON.stringify(config));
  await expect(page.getByText("The configuration was edited on the host")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Show the differences" }).click();
  await expect(page.getByText("session.dmScope", { exact: true })).toBeVisible();
  await expect(page.getByText("A secret stands in the file itself.")).toBeVisible();
  expect(await page.content()).not.toContain(plainToken);
  await expect(page.getByRole("button", { name: "Adopt the edit" })).toBeDisabled();
  await page.getByRole("button", { name: "Restore what was written" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restore" }).click();
  await expect.poll(doneChanges, { timeout: 90_000 }).toBe(3);
  await expect(page.getByText("As it was written")).toBeVisible({ timeout: 30_000 });
  expect(readFileSync(configFile, "utf8")).toBe(written);

  config.channels = undefined;
  writeFileSync(configFile, JSON.stringify(config));
  await expect(page.getByText("session.dmScope", { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Adopt the edit" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Adopt" }).click();
  await expect(page.getByText("As it was written")).toBeVisible({ timeout: 60_000 });

  await page.getByRole("button", { name: "Stop keeping this" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop keeping this" }).click();
  await expect.poll(doneChanges, { timeout: 90_000 }).toBe(4);
  expect(readFileSync(configFile, "utf8")).toBe(written);

  const actions = await db.activity.findMany({
    where: {
      actorName: operator.name,
      action: { in: ["policy.change", "api.switch", "config.restore", "config.adopt", "config.release"] },
    },
    orderBy: { at: "asc" },
  });
  expect(actions.map(({ action }) => action)).toEqual([
    "policy.change",
    "api.switch",
    "config.restore",
    "config.adopt",
    "config.release",
  ]);
});
