import path from "node:path";
import { expect, type Page, type Response, test } from "@playwright/test";
import { startStandInModel } from "#agent/fixtures/stand-in-model.ts";
import { db } from "#lib/db/db.ts";
import { provisionGateway } from "#lib/services/gateway/index.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf } from "#prisma/builders/build-user.ts";
import { installationHost } from "./fixtures/installation-host.ts";
import { expectPhase } from "./fixtures/onboard.ts";
import { placesOf } from "./fixtures/places-of.ts";
import { installation } from "./fixtures/running-installation.ts";
import { buildPerson, signIn } from "./fixtures/sign-in.ts";

const botToken = process.env.BULKHEAD_E2E_BOT_TOKEN ?? "";
const slug = "delta-support";

async function openChannels(page: Page, of: string): Promise<void> {
  await page.goto(`/tenants/${of}?tab=credentials`);
  await expect(page.getByRole("heading", { name: "Channels", exact: true })).toBeVisible();
}

async function typeToken(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Add a channel" }).click();
  await page.getByLabel("Bot token").fill(botToken);
}

/** Every answer that the browser got, with its address. */
function recordAnswers(page: Page): string[] {
  const answers: string[] = [];
  page.on("response", async (response: Response) => {
    answers.push(response.url(), await response.text().catch(() => ""));
  });
  return answers;
}

test("a bot's token goes from the browser to its host, is refused for another tenant, and is revoked", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const operator = await buildPerson("operator");
  const host = await installationHost();
  for (const name of [slug, "epsilon-support"]) {
    await buildTenant({ slug: name, name, hostId: host.id, gateway: { observedPhase: "absent" } });
    await provisionGateway(actorOf(operator), { slug: name, startAfterwards: false });
  }
  const answers = recordAnswers(page);
  await signIn(page, operator);
  await page.goto(`/tenants/${slug}`);
  await expectPhase(page, "Stopped");

  await openChannels(page, slug);
  await page.getByRole("button", { name: "Add a channel" }).click();
  await page.getByLabel("Bot token").fill("hello");
  await page.getByRole("button", { name: "Add Telegram" }).click();
  await expect(page.getByText("A Telegram bot token is digits, a colon")).toBeVisible();
  await page.getByLabel("Bot token").fill(botToken);
  await expect(page.getByLabel("Bot token")).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Which bot is this?" }).click();
  await expect(page.getByText("@acme_bot")).toBeVisible();
  await page.getByRole("button", { name: "Add Telegram" }).click();
  // OpenClaw itself is asked first, which takes a while on a busy host.
  await expect(page.getByText("@acme_bot (4711)")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(`…${botToken.slice(-4)}`)).toBeVisible();
  const isDone = () => db.operation.count({ where: { kind: "configure", status: "done", tenant: { slug } } });
  await expect.poll(isDone, { timeout: 60_000 }).toBe(1);
  const tree = path.join(installation.paths.tenants, slug);
  const secretsFile = path.join(tree, "secrets", "secrets.json");
  expect(placesOf(botToken)).toEqual([secretsFile]);

  await openChannels(page, "epsilon-support");
  await typeToken(page);
  await page.getByRole("button", { name: "Which bot is this?" }).click();
  await expect(page.getByText(`${slug} already uses it`)).toBeVisible();
  await page.getByRole("button", { name: "Add Telegram" }).click();
  await expect(page.getByRole("alert").getByText(`${slug} (${slug}) already uses this secret`)).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole("button", { name: "Cancel" }).click();

  await openChannels(page, slug);
  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("The secrets file, read again, has nothing in its place.")).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).first().click();
  await expect(page.getByText("No channel yet")).toBeVisible();
  expect(placesOf(botToken)).toEqual([]);
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((answer) => answer.includes(botToken))).toEqual([]);
});

test("a new tenant is led to its channel and model; OpenClaw and the provider say what they refuse", async ({
  page,
}) => {
  test.setTimeout(300_000);
  const operator = await buildPerson("operator");
  const host = await installationHost();
  const own = "zeta-support";
  await buildTenant({ slug: own, name: own, hostId: host.id, gateway: { observedPhase: "absent" } });
  await provisionGateway(actorOf(operator), { slug: own, startAfterwards: false });
  const key = `sk-${"e2e".repeat(12)}`;
  // Stands in for a provider of models at the internet's edge.
  const provider = await startStandInModel(key, "Hello.");
  await signIn(page, operator);
  await page.goto(`/tenants/${own}`);
  await expectPhase(page, "Stopped");
  const guide = page.getByRole("region", { name: "What this tenant still needs" });
  await guide.getByRole("button", { name: "Open channels" }).click();

  await page.getByRole("button", { name: "Add a channel" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByLabel("Bot token").fill(botToken);
  await panel.getByRole("button", { name: "Add a setting" }).click();
  await panel.getByLabel("Name", { exact: true }).fill("historyLimit");
  await panel.getByLabel("Value").fill("-5");
  await panel.getByRole("button", { name: "Add Telegram" }).click();
  await expect(
    panel.getByRole("alert").filter({ hasText: "OpenClaw refuses this configuration" }),
  ).toBeVisible({ timeout: 60_000 });
  await expect(panel.getByLabel("Value")).toHaveAttribute("aria-invalid", "true");
  expect(await db.credential.count({ where: { tenant: { slug: own }, kind: "channel" } })).toBe(0);
  await panel.getByLabel("Value").fill("5");
  await panel.getByRole("button", { name: "Add Telegram" }).click();
  await expect(panel).toBeHidden({ timeout: 60_000 });
  await expect(page.getByText("On the host, as it was entered").first()).toBeVisible({ timeout: 30_000 });

  const isFree = () =>
    db.operation.count({ where: { tenant: { slug: own }, status: { in: ["queued", "running"] } } });
  await expect.poll(isFree, { timeout: 180_000 }).toBe(0);
  await page.getByRole("button", { name: "Add a provider" }).click();
  await panel.getByLabel("Provider").selectOption({ label: "Another one, by its address" });
  await panel.getByLabel("Name", { exact: true }).fill("acme");
  await panel.getByLabel("Address").fill(provider.baseUrl);
  await panel.getByLabel("Models").fill("small large");
  await panel.getByLabel("Key", { exact: true }).fill("sk-wrong");
  await panel.getByRole("button", { name: "Check key" }).click();
  await expect(panel.getByText("Refused")).toBeVisible({ timeout: 30_000 });
  await panel.getByLabel("Key", { exact: true }).fill(key);
  await panel.getByRole("button", { name: "Check key" }).click();
  await expect(panel.getByText("The provider takes it")).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText("The provider doesn't list all of these models")).toBeVisible();
  await panel.getByRole("button", { name: "Add provider" }).click();
  await expect(panel).toBeHidden({ timeout: 60_000 });
  await expect(guide.getByRole("button", { name: "Bring it up" })).toBeVisible({ timeout: 30_000 });
  await provider.close();
});
