import { globSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { buildPerson, signIn } from "#e2e/fixtures/sign-in.ts";

/** Every page that needs no name in its address, as the sources have them. */
const pages = globSync("app/**/page.tsx")
  .map(
    (file) =>
      `/${file
        .replace(/^app\//, "")
        .replace(/\/?page\.tsx$/, "")
        .replaceAll(/\([^)]*\)\/?/g, "")}`,
  )
  .filter((address) => !address.includes("["))
  .sort();

/** What the browser refused or complained of, page by page. */
async function watch(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    const isMissingPage = message.text().includes("status of 404");
    if (["error", "warning"].includes(message.type()) && !isMissingPage) {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`refused: ${event.effectiveDirective} ${event.blockedURI}`);
    });
  });
  return complaints;
}

test("no page asks for what its own policy forbids", async ({ page }) => {
  const complaints = await watch(page);
  await page.goto("/sign-in");
  await signIn(page, await buildPerson("owner"));
  expect(pages.length).toBeGreaterThan(10);
  for (const address of [...pages, "/nowhere", "/tenants/nobody", "/clients/nobody"]) {
    const response = await page.goto(address);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy, address).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic'/);
    await expect(page.locator("main").first()).toBeVisible();
    // Scripts have run: without them no menu of the page would be there to open.
    await page.keyboard.press("Tab");
  }
  await page.goto("/");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(complaints).toEqual([]);
});

test("a script that got into a page doesn't run, and neither does one in an attribute", async ({ page }) => {
  await page.route("**/sign-in", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      "</body>",
      `<script>document.title = "taken"</script><img src="x:" onerror="document.title = 'taken'"></body>`,
    );
    await route.fulfill({ response, body });
  });
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  await expect(page).not.toHaveTitle("taken");
});

test("nonces are used once", async ({ request }) => {
  const nonces = new Set<string | undefined>();
  for (let n = 0; n < 5; n += 1) {
    const policy = (await request.get("/sign-in")).headers()["content-security-policy"] ?? "";
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1]);
  }
  expect(nonces.size).toBe(5);
});

for (const address of [
  "/api/tenants",
  "/api/nowhere",
  "/_next/static/nothing.js",
  "/sign-in/",
  "/_next/image",
  "/icon.svg",
]) {
  test(`${address} has the headers that every answer has`, async ({ request }) => {
    const headers = (await request.get(address, { maxRedirects: 0 })).headers();
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
    expect(headers["x-powered-by"]).toBeUndefined();
    expect(headers["strict-transport-security"]).toBeUndefined();
  });
}

test("an answer with somebody's things in it is kept by nobody", async ({ request }) => {
  for (const address of ["/api/tenants", "/api/auth/csrf", "/api/reports/x/pdf", "/"]) {
    expect((await request.get(address, { maxRedirects: 0 })).headers()["cache-control"]).toContain(
      "no-store",
    );
  }
});

test("another name for this machine is answered with nothing but where to go", async ({ request }) => {
  for (const headers of [{ host: "rebound.example" }, { "x-forwarded-host": "rebound.example" }]) {
    for (const address of ["/", "/sign-in", "/api/tenants", "/api/auth/csrf", "/icon.svg"]) {
      const response = await request.get(address, { headers, maxRedirects: 0 });
      expect(response.status()).toBe(421);
      expect(await response.text()).toContain("set BULKHEAD_URL");
    }
  }
});

test("another page's request changes nothing, whatever it is sent to", async ({ request }) => {
  for (const address of [
    "/",
    "/sign-in",
    "/api/auth/signout",
    "/api/auth/callback/credentials",
    "/api/tenants",
  ]) {
    const response = await request.post(address, { headers: { origin: "https://attacker.example" } });
    expect(response.status()).toBe(403);
  }
});
