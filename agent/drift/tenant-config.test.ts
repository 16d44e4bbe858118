import { expect, test } from "vitest";
import { hardeningOf } from "#agent/provision/describe-config-hardening.ts";
import { tenantLayout } from "#agent/tenant/tenant-layout.ts";
import { installationPaths } from "#lib/domain/host/installation-paths.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { renderTenantConfig, tenantConfig } from "./tenant-config.ts";

const layout = tenantLayout(installationPaths("/var/lib/bulkhead"), slugSchema.parse("acme"));
const plain = { basePort: 19_200, hasPowerfulTools: false };
const powerful = { basePort: 19_200, hasPowerfulTools: true };

test("holds no secret, only where to read it", () => {
  const { auth } = tenantConfig(layout, plain).gateway;
  expect(auth.token).toEqual({ source: "file", provider: "bulkhead", id: "/gateway/token" });
});

test("is the same for the same tenant, so that writing it again changes nothing", () => {
  expect(renderTenantConfig(layout, plain)).toBe(renderTenantConfig(layout, { ...plain }));
});

test.each([
  ["without powerful tools", plain, "deny", true],
  ["with powerful tools", powerful, "ask", false],
] as const)("%s commands are %s for the agent", (_name, input, mode, isDenied) => {
  const { tools } = tenantConfig(layout, input);
  expect(tools.exec.mode).toBe(mode);
  expect(tools.deny.includes("group:runtime")).toBe(isDenied);
});

test.each([plain, powerful])("never leaves the workspace nor administers itself (%o)", (input) => {
  const { tools, gateway, browser } = tenantConfig(layout, input);
  expect(tools.fs.workspaceOnly).toBe(true);
  expect(tools.deny).toEqual(
    expect.arrayContaining(["gateway", "plugins", "secrets", "terminal", "openclaw"]),
  );
  expect(gateway).toMatchObject({ bind: "loopback", terminal: { enabled: false } });
  expect(browser.enabled).toBe(false);
});

test("keeps every path inside the tenant's tree", () => {
  const config = tenantConfig(layout, plain);
  const paths = [
    config.secrets.providers.bulkhead.path,
    config.agents.defaults.workspace,
    config.logging.file,
  ];
  for (const path of paths) expect(path.startsWith(`${layout.tree}/`)).toBe(true);
});

test("tells an operator the truth about commands", () => {
  expect(hardeningOf(plain).map(({ setting }) => setting)).toContain("tools.exec: deny");
  expect(hardeningOf(powerful).map(({ setting }) => setting)).toContain("tools.exec: ask");
});
