import { expect, test } from "@playwright/test";
import { db } from "#lib/db/db.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { replacedHost } from "./fixtures/installation-host.ts";
import { buildPerson, signIn } from "./fixtures/sign-in.ts";

test("a host whose agent was replaced says so, and its tenants and the host itself have ways out", async ({
  page,
}) => {
  const host = await replacedHost();
  const tenant = await buildTenant({ hostId: host.id });
  await signIn(page, await buildPerson("operator"));

  await page.goto("/");
  await page.getByRole("link", { name: new RegExp(`^${host.name}.*agent was replaced`) }).click();
  await expect(page).toHaveURL(new RegExp(`/host#${host.id}$`));
  const section = page.locator(`[id="${host.id}"]`);
  await expect(section.getByText(`The agent of ${host.name} was replaced`)).toBeVisible();
  const retire = section.getByRole("button", { name: `Retire ${host.name}` });
  await expect(retire).toBeDisabled();

  await page.goto(`/tenants/${tenant.slug}`);
  await expect(page.getByText(`${host.name} isn't heard any more`)).toBeVisible();
  for (const name of ["Start", "Stop", "Check now", "More actions"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  await page.getByRole("button", { name: "Move…" }).click();
  await expect(page.getByRole("button", { name: /^Provision on / })).toBeEnabled();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Archive…" }).click();
  await page.getByLabel(/to confirm/).fill(tenant.slug);
  await page.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(page.getByText("Archived", { exact: true })).toBeVisible();
  expect(await db.portBlock.count({ where: { hostId: host.id } })).toBe(0);

  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/^A tenant, a client/).fill(host.name);
  await page.getByRole("option", { name: `Go to host ${host.name}` }).click();
  await retire.click();
  await expect(section).toHaveCount(0);
  expect(await db.host.findUnique({ where: { id: host.id } })).toMatchObject({ retiredAt: expect.any(Date) });
});
