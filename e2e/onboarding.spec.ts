import { expect, test } from "@playwright/test";
import { db } from "#lib/db/db.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { unique } from "#prisma/builders/unique.ts";
import { screenHost } from "./fixtures/installation-host.ts";
import { answerBoundary, beginOnboarding } from "./fixtures/onboard.ts";
import { buildPerson, signIn } from "./fixtures/sign-in.ts";

test("an onboarding left in the middle goes on where it was", async ({ page }) => {
  const client = unique("Gamma Clinic");
  await signIn(page, await buildPerson("operator"));
  await beginOnboarding(page, client);
  await answerBoundary(page);
  await expect(
    page.getByRole("heading", { name: "A Gateway of its own, under its own OS user" }),
  ).toBeVisible();

  await page.goto("/tenants");
  await page.goto("/onboarding");
  await page
    .getByRole("link", { name: new RegExp(client) })
    .or(page.getByText(client))
    .first()
    .click();
  await expect(
    page.getByRole("heading", { name: "A Gateway of its own, under its own OS user" }),
  ).toBeVisible();
});

test("one cooperative team is told that an agent is enough, and what that doesn't protect", async ({
  page,
}) => {
  await signIn(page, await buildPerson("operator"));
  await beginOnboarding(page, unique("Delta Team"));
  await answerBoundary(page, [
    ["Who will use it?", /One team/i],
    ["May all of them see the same business data?", /^Yes/],
    ["Does it talk to people outside the company?", /^No/],
    ["Shall it have powerful tools?", /^No/],
    ["Could one of its users want to harm another, or another client?", /^No/],
  ]);
  await expect(page.getByText("You don't need another Gateway for this")).toBeVisible();
  await expect(page.getByText("Several agents are not isolation.")).toBeVisible();
});

test("a slug that another tenant has is refused before anything is made", async ({ page }) => {
  const taken = await buildTenant({ hostId: (await screenHost()).id });
  await signIn(page, await buildPerson("operator"));
  await beginOnboarding(page, unique("Epsilon Law"));
  await answerBoundary(page);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Name", { exact: false }).first().fill("Epsilon desk");
  await page.getByLabel("Slug").fill(taken.slug);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(`${taken.name} has this slug. Choose another.`)).toBeVisible();
  expect(await db.tenant.count({ where: { name: "Epsilon desk" } })).toBe(0);
});
