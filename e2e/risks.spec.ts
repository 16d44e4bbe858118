import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { db } from "#lib/db/db.ts";
import { provisionGateway } from "#lib/services/gateway/index.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf } from "#prisma/builders/build-user.ts";
import { hostView } from "./fixtures/host-view.ts";
import { installationHost } from "./fixtures/installation-host.ts";
import { buildPerson, signIn } from "./fixtures/sign-in.ts";

const tenant = { slug: "epsilon-desk", name: "Epsilon desk" };
const plainToken = "123456789:AAHandMadeTokenThatMustNotShowAnywhere2";
const apiKey = "sk-example-0123456789abcdef0123";

function mistake(page: Page, title: string) {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

async function open(ruleId: string): Promise<boolean> {
  const found = await db.finding.count({
    where: { ruleId, resolvedAt: null, tenant: { slug: tenant.slug } },
  });
  return found > 0;
}

async function doneOperations(kind: "provision" | "configure" | "fix"): Promise<number> {
  return db.operation.count({ where: { kind, status: "done", tenant: { slug: tenant.slug } } });
}

test("an operator is told mistakes made on the host by name, puts one right and accepts one", async ({
  page,
}) => {
  test.info().skip(process.getuid?.() !== 0, "Only root can make OS users.");
  const operator = await buildPerson("operator");
  const host = await installationHost();
  await buildTenant({ ...tenant, hostId: host.id, gateway: { observedPhase: "absent" } });
  await provisionGateway(actorOf(operator), { slug: tenant.slug, startAfterwards: false });
  await expect.poll(() => doneOperations("provision"), { timeout: 120_000 }).toBe(1);

  const { layout, uid } = hostView(tenant.slug);
  const written = readFileSync(layout.configFile, "utf8");
  const channels = { telegram: { enabled: false, botToken: plainToken } };
  writeFileSync(layout.configFile, JSON.stringify({ ...JSON.parse(written), channels }));
  const dotenv = path.join(layout.workspace, ".env");
  writeFileSync(dotenv, `OPENAI_API_KEY=${apiKey}\n`);
  chownSync(dotenv, uid, uid);
  chmodSync(layout.workspace, 0o755);

  await signIn(page, operator);
  await page.goto(`/tenants/${tenant.slug}?tab=risks`);
  await page.getByRole("button", { name: "Check now" }).click();
  const plain = mistake(page, "A secret in the configuration itself");
  const inDotenv = mistake(page, "A secret in a .env file");
  await expect(plain.getByText("channels.telegram.botToken stands in the configuration.")).toBeVisible({
    timeout: 60_000,
  });
  await expect(inDotenv.getByText(`OPENAI_API_KEY lies in ${dotenv}.`)).toBeVisible();
  // No click deletes a line of the client's files; the card says the exact step.
  await expect(inDotenv.getByText(/By hand: .*sed -i/)).toBeVisible();
  expect(await page.content()).not.toContain(plainToken);
  expect(await page.content()).not.toContain(apiKey);

  await inDotenv.getByRole("button", { name: "Accept the risk" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Why is it acceptable?").fill("no");
  await dialog.getByRole("button", { name: "Accept until then" }).click();
  await expect(dialog.getByText("Say why in a sentence")).toBeVisible();
  await dialog.getByLabel("Why is it acceptable?").fill("A test key without money on it, until the move.");
  await dialog.getByRole("button", { name: "Accept until then" }).click();
  await expect(inDotenv.getByText(`${operator.name} answers for it until`)).toBeVisible();
  await expect(inDotenv.getByText("Accepted", { exact: true }).first()).toBeVisible();

  await plain.getByRole("button", { name: "Write the configuration again" }).click();
  await dialog.getByRole("button", { name: "Write the configuration again" }).click();
  await expect.poll(() => doneOperations("configure"), { timeout: 90_000 }).toBe(1);
  await expect.poll(() => open("plain-secret-in-config"), { timeout: 60_000 }).toBe(false);
  expect(readFileSync(layout.configFile, "utf8")).toBe(written);
  const putRight = page.getByRole("region", { name: "Put right" });
  await expect(putRight.getByText("A secret in the configuration itself")).toBeVisible({ timeout: 30_000 });
  expect(await open("secret-in-dotenv")).toBe(true);

  const openFiles = mistake(page, "Files that others of this host can open");
  await openFiles.getByRole("button", { name: "Close the files" }).click();
  await dialog.getByRole("button", { name: "Close the files" }).click();
  await expect.poll(() => doneOperations("fix"), { timeout: 60_000 }).toBe(1);
  await expect.poll(() => open("open-files"), { timeout: 60_000 }).toBe(false);
  expect(statSync(layout.workspace).mode & 0o777).toBe(0o700);

  await page.getByRole("link", { name: /^Playbook 2/ }).click();
  await expect(page.getByRole("heading", { name: "Playbook", level: 1 })).toBeVisible();
  await expect(
    page.getByRole("heading", { name: "One Gateway, several agents for different clients" }),
  ).toBeVisible();
});
