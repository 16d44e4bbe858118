import { expect, type Locator, type Page, test } from "@playwright/test";
import { db } from "#lib/db/db.ts";
import { provisionGateway } from "#lib/services/gateway/index.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf } from "#prisma/builders/build-user.ts";
import { installationHost } from "./fixtures/installation-host.ts";
import { expectPhase } from "./fixtures/onboard.ts";
import { buildPerson, signIn } from "./fixtures/sign-in.ts";

const tenant = { slug: "gamma-intake", name: "Gamma intake" };

function setting(page: Page, title: string) {
  return page.getByRole("row").filter({ has: page.getByRole("switch", { name: title }) });
}

/** What the row says is seen; a narrow window has it in another place. */
function seen(row: Locator, words: string): Locator {
  return row.getByText(words, { exact: true }).filter({ visible: true });
}

async function doneOperations(): Promise<number> {
  return db.operation.count({ where: { kind: "harden", status: "done", tenant: { slug: tenant.slug } } });
}

test("an operator takes a tenant's hardening off and puts it on again, and sees it in force", async ({
  page,
}) => {
  test.info().skip(process.getuid?.() !== 0, "Only root can harden boundaries.");
  test.setTimeout(360_000);
  const operator = await buildPerson("operator");
  const host = await installationHost();
  await buildTenant({ ...tenant, hostId: host.id, gateway: { observedPhase: "absent" } });
  await provisionGateway(actorOf(operator), { slug: tenant.slug, startAfterwards: true });
  await signIn(page, operator);
  await page.goto(`/tenants/${tenant.slug}`);
  await expectPhase(page, "Running");
  await page.getByRole("tab", { name: "Boundary" }).click();
  const view = setting(page, "Private view of the host");
  const firewall = setting(page, "Firewall around its ports");
  const network = setting(page, "Network of its own");
  await expect(seen(view, "In force")).toBeVisible();
  await expect(seen(network, "In force")).toBeVisible();
  await expect(seen(firewall, "In force")).toBeVisible();
  await expect(page.getByText("Its port on the host's loopback")).toBeHidden();

  await firewall.getByRole("switch").click();
  await page.getByRole("button", { name: "Apply changes" }).click();
  await expect(page.getByRole("dialog").getByText("The Gateway goes on running.")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Apply", exact: true }).click();
  await expect(seen(firewall, "Not in force")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Its port on the host's loopback")).toBeVisible();
  await expect(page.getByText("Shared loopback network")).toBeHidden();
  await expect.poll(doneOperations).toBe(1);

  await view.getByRole("switch").click();
  await network.getByRole("switch").click();
  await firewall.getByRole("switch").click();
  await page.getByRole("button", { name: "Apply changes" }).click();
  await expect(page.getByRole("dialog").getByText("The Gateway will restart")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Apply and restart" }).click();
  await expect.poll(doneOperations, { timeout: 120_000 }).toBe(2);
  await expectPhase(page, "Running");
  await expect(seen(view, "Not in force")).toBeVisible();
  await expect(seen(network, "Not in force")).toBeVisible();
  await expect(seen(firewall, "In force")).toBeVisible();

  const actions = await db.activity.findMany({
    where: { action: "hardening.apply", actorName: operator.name },
  });
  expect(actions).toHaveLength(2);
});
