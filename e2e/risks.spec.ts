import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { db } from "#lib/db/db.ts";
import { saveModel } from "#lib/services/credential/index.ts";
import { provisionGateway } from "#lib/services/gateway/index.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf } from "#prisma/builders/build-user.ts";
import { hostView } from "./fixtures/host-view.ts";
import { installationHost } from "./fixtures/installation-host.ts";
import { buildPerson, type Person, signIn } from "./fixtures/sign-in.ts";

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

/** Tenants on the installation's host, set up and not started. */
async function stoppedTenants(person: Person, slugs: readonly string[]): Promise<void> {
  const host = await installationHost();
  for (const slug of slugs) {
    await buildTenant({ slug, name: slug, hostId: host.id, gateway: { observedPhase: "absent" } });
    await provisionGateway(actorOf(person), { slug, startAfterwards: false });
  }
  const done = () =>
    db.operation.count({
      where: { kind: "provision", status: "done", tenant: { slug: { in: [...slugs] } } },
    });
  await expect.poll(done, { timeout: 120_000 }).toBe(slugs.length);
}

function accepted(slug: string) {
  return db.riskAcceptance.findMany({
    where: { revokedAt: null, tenant: { slug } },
    orderBy: { kind: "asc" },
  });
}

test("an operator accepts an attempt that got through, for all tenants it came from, and revokes that", async ({
  page,
}) => {
  test.info().skip(process.getuid?.() !== 0, "Only root can make OS users.");
  const operator = await buildPerson("operator");
  const [target, ...sources] = ["zeta-vault", "zeta-one", "zeta-two"] as const;
  await stoppedTenants(operator, [target, ...sources]);
  const nameOf = (slug: string) =>
    execFileSync("id", ["-un", String(hostView(slug).uid)])
      .toString()
      .trim();
  for (const source of sources) execFileSync("usermod", ["-aG", nameOf(target), nameOf(source)]);

  await signIn(page, operator);
  await page.goto("/probes");
  // A run that began by itself before these tenants were there says nothing of them.
  const underWay = () => db.probeRun.count({ where: { status: { in: ["queued", "running"] } } });
  await expect.poll(underWay, { timeout: 90_000 }).toBe(0);
  const before = await db.probeRun.count();
  await page.getByRole("button", { name: "Try all now" }).click();
  await expect.poll(() => db.probeRun.count()).toBeGreaterThan(before);
  await expect.poll(underWay, { timeout: 90_000 }).toBe(0);
  await page.goto(`/probes?from=zeta-one&to=${target}`);
  const panel = page.getByRole("dialog", { name: `zeta-one → ${target}` });
  const attempt = panel.getByRole("group").filter({ hasText: "identity.gid" });
  await expect(attempt.getByText("which is the other's own.")).toBeVisible();
  await attempt.getByRole("button", { name: "Accept the risk" }).click();
  const dialog = page.getByRole("dialog", { name: "Accept this risk" });
  await dialog.getByRole("radio", { name: /^From all 2 tenants/ }).check();
  await dialog.getByLabel("Why is it acceptable?").fill("One client's departments, until they move apart.");
  await dialog.getByRole("button", { name: "Accept until then" }).click();
  await expect(attempt.getByText("For attempts from zeta-one, zeta-two.")).toBeVisible();
  await expect(attempt.getByText("Accepted: ", { exact: true })).toBeAttached();
  expect(await accepted(target)).toMatchObject([
    { kind: "attempt", subject: "identity.gid", faults: ["from zeta-one", "from zeta-two"] },
  ]);

  await page.goto(`/tenants/${target}?tab=risks`);
  const register = page.getByRole("region", { name: "Accepted" });
  await expect(register.getByText("Attempts from other tenants")).toBeVisible();
  await register.getByRole("button", { name: "Revoke" }).click();
  await expect(register).toBeHidden();
  expect(await accepted(target)).toEqual([]);
  await page.goto(`/probes?from=zeta-two&to=${target}`);
  const other = page.getByRole("dialog").getByRole("group").filter({ hasText: "identity.gid" });
  await expect(other.getByRole("button", { name: "Accept the risk" })).toBeVisible();
});

test("a secret that is accepted when it is entered stands as accepted after the next check", async ({
  page,
}) => {
  test.info().skip(process.getuid?.() !== 0, "Only root can make OS users.");
  const operator = await buildPerson("operator");
  const [first, second] = ["eta-one", "eta-two"] as const;
  await stoppedTenants(operator, [first, second]);
  const key = `sk-example-${crypto.randomUUID()}`;
  const setting = {
    provider: "shared",
    api: "openai-completions" as const,
    models: ["one"],
    isDefault: true,
  };
  const baseUrl = "https://models.example.com/v1";
  await saveModel(actorOf(operator), { slug: first, setting: { ...setting, baseUrl }, apiKey: key });

  await signIn(page, operator);
  await page.goto(`/tenants/${second}?tab=credentials`);
  await page.getByRole("button", { name: "Add a provider" }).click();
  await page.getByRole("textbox", { name: "Models" }).fill("gpt-5.5");
  await page.getByLabel("Key", { exact: true }).fill(key);
  await page.getByRole("button", { name: "Add provider" }).click();
  const form = page.getByRole("group", { name: "Or accept that it is shared" });
  await expect(form.getByText(`It covers sharing with ${first} and nobody else.`)).toBeVisible();
  await form.getByLabel("Why is it acceptable?").fill("One contract covers both departments.");
  await expect(form.getByLabel("Last day")).not.toHaveValue("");
  await page.getByRole("button", { name: "Add provider" }).click();
  await expect(page.getByText("accepted: One contract covers both departments.")).toBeVisible();
  expect(await accepted(second)).toMatchObject([
    { kind: "mistake", subject: "shared-openai-key", ownerName: operator.name },
    { kind: "item", subject: "model-credentials" },
  ]);

  const isDone = () =>
    db.operation.count({
      where: { kind: "configure", status: "done", tenant: { slug: { in: [first, second] } } },
    });
  await expect.poll(isDone, { timeout: 60_000 }).toBe(2);
  await page.goto(`/tenants/${second}?tab=risks`);
  await page.getByRole("button", { name: "Check now" }).click();
  const register = page.getByRole("region", { name: "Accepted" });
  await expect(register.getByRole("heading", { name: "One API key for several tenants" })).toBeVisible({
    timeout: 60_000,
  });
  await expect(register.getByRole("link", { name: "Model credentials" })).toBeVisible();
  await page.goto(`/tenants/${first}?tab=risks`);
  const open = page.getByRole("region", { name: "Open" });
  await expect(open.getByRole("heading", { name: "One API key for several tenants" })).toBeVisible();
});
