import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { withCredentials } from "#agent/config-file/testing/with-credentials.ts";
import { tenantTabs } from "#components/tenant-page/tenant-tabs.ts";
import { db } from "#lib/db/db.ts";
import credentials from "#lib/domain/secrecy/openclaw-credentials.json" with { type: "json" };
import { provisionGateway } from "#lib/services/gateway/index.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf } from "#prisma/builders/build-user.ts";
import { hostView } from "./fixtures/host-view.ts";
import { installationHost } from "./fixtures/installation-host.ts";
import { installation } from "./fixtures/running-installation.ts";
import { buildPerson, type Person, signIn } from "./fixtures/sign-in.ts";

const slug = "kappa-desk";
const pages = [
  ...["/", "/tenants", "/matrix", "/probes", "/host", "/activity", "/clients", "/playbook"],
  ...tenantTabs.map((tab) => `/tenants/${slug}?tab=${tab}`),
];
const answers = ["", "/drift", "/risks", "/credentials", "/audit", "/secrets", "/channels", "/tools"].map(
  (part) => `/api/tenants/${slug}${part}`,
);

/** Puts a secret at each setting of OpenClaw's own list into a tenant's configuration. */
function plantCredentials(configFile: string): string[] {
  const { config, planted } = withCredentials(credentials);
  const written = JSON.parse(readFileSync(configFile, "utf8")) as { gateway: object };
  const gateway = { ...written.gateway, ...(config.gateway as object) };
  writeFileSync(configFile, JSON.stringify({ ...written, ...config, gateway }));
  return [...planted.values()];
}

/** Opens every page and asks every answer as this person; all that the browser was given, by where it came from. */
async function everythingShownTo(page: Page, person: Person): Promise<ReadonlyMap<string, string>> {
  const given = new Map<string, string>();
  const bodies: Promise<unknown>[] = [];
  page.on("response", (response) => {
    if (/\.(js|css|woff2|svg|png)(\?|$)/.test(response.url())) return;
    const kept = response.text().then((text) => given.set(response.url(), text));
    bodies.push(kept.catch(() => undefined));
  });
  await signIn(page, person);
  for (const place of pages) {
    await page.goto(place);
    await page.waitForLoadState("networkidle");
    given.set(`screen ${place}`, await page.content());
  }
  for (const place of answers) given.set(place, await (await page.request.get(place)).text());
  await Promise.all(bodies);
  return given;
}

test("no page, answer, log or table has a credential that stands in a tenant's configuration", async ({
  page,
  browser,
}) => {
  test.info().skip(process.getuid?.() !== 0, "Only root can make OS users.");
  const operator = await buildPerson("operator");
  const host = await installationHost();
  await buildTenant({ slug, name: "Kappa desk", hostId: host.id, gateway: { observedPhase: "absent" } });
  await provisionGateway(actorOf(operator), { slug, startAfterwards: false });
  const done = () => db.operation.count({ where: { kind: "provision", status: "done", tenant: { slug } } });
  await expect.poll(done, { timeout: 120_000 }).toBe(1);
  const { layout } = hostView(slug);
  const secrets = plantCredentials(layout.configFile);
  expect(secrets.length).toBeGreaterThan(110);

  await signIn(page, operator);
  await page.goto(`/tenants/${slug}?tab=risks`);
  await page.getByRole("button", { name: "Check now" }).click();
  await expect(page.getByText("A secret in the configuration itself")).toBeVisible({ timeout: 60_000 });

  for (const role of ["operator", "account_manager"] as const) {
    const context = await browser.newContext();
    const shown = await everythingShownTo(await context.newPage(), await buildPerson(role));
    await context.close();
    expect(shown.size).toBeGreaterThan(pages.length + answers.length);
    const told = [...shown].filter(([, text]) => secrets.some((secret) => text.includes(secret)));
    expect(told.map(([place]) => `${role}: ${place}`)).toEqual([]);
  }
  expect(filesWith(secrets)).toEqual([layout.configFile]);
});

/** Files of the installation, its database and logs among them, in which one of these stands. */
function filesWith(secrets: readonly string[]): string[] {
  const args = [
    "-rlaF",
    "--exclude-dir=runtime",
    "--exclude-dir=program",
    "-f",
    "-",
    installation.paths.home,
  ];
  const { stdout } = spawnSync("grep", args, { input: secrets.join("\n"), encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
}
