import { expect, test } from "@playwright/test";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { screenHost } from "../fixtures/installation-host.ts";
import { buildPerson, signIn } from "../fixtures/sign-in.ts";

test("an account manager reads a tenant but finds nothing that touches its Gateway", async ({ page }) => {
  const tenant = await buildTenant({ hostId: (await screenHost()).id });
  await signIn(page, await buildPerson("account_manager"));
  await page.goto(`/tenants/${tenant.slug}`);
  await expect(page.getByRole("heading", { name: tenant.name })).toBeVisible();
  await expect(page.getByRole("button", { name: /Download checklist/ })).toBeVisible();
  for (const name of ["Start", "Stop", "Check now", "More actions"]) {
    await expect(page.getByRole("button", { name, exact: true })).toHaveCount(0);
  }
  const logs = await page.request.get(`/api/tenants/${tenant.slug}/logs`);
  expect(logs.status()).toBe(403);
  await page.goto("/people");
  await expect(page.getByRole("button", { name: /New person/ })).toHaveCount(0);
});

test("nobody reads anything without signing in", async ({ request }) => {
  for (const path of [
    "/api/tenants",
    "/api/fleet",
    "/api/clients",
    "/api/activity",
    "/api/matrix",
    "/api/hosts",
  ]) {
    expect((await request.get(path)).status(), path).toBe(401);
  }
});

test("a tenant that doesn't exist answers not found, on the page and in the API", async ({ page }) => {
  await signIn(page, await buildPerson("operator"));
  expect((await page.request.get("/api/tenants/no-such-tenant")).status()).toBe(404);
  const response = await page.goto("/tenants/no-such-tenant");
  expect(response?.status()).toBe(404);
});
