import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ItemEvidence } from "#lib/host-agent/contract/evidence.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import { buildHost, type TestHost, type TestTenant } from "./testing/build-host.ts";
import { runGateway } from "./testing/run-gateway.ts";
import { useTestRuntime } from "./testing/test-runtime.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("evidence of a real running Gateway with an OS user of its own (needs root)", () => {
  let host: TestHost;
  let tenant: TestTenant;
  let gateway: { stop(): Promise<void> } | undefined;
  beforeAll(async () => {
    host = await buildHost(tmpdir());
    await useTestRuntime(host.context);
    tenant = await host.addTenant("acme");
    await host.addTenant("beta");
    const { uid, gid } = tenant.record;
    const database = { HOME: tenant.layout.home, OPENCLAW_STATE_DIR: tenant.layout.state };
    // A sign-in saved by OpenClaw itself, so that its own database is what is read.
    execFileSync(
      "setpriv",
      [
        `--reuid=${uid}`,
        `--regid=${gid}`,
        "--clear-groups",
        `${host.context.paths.runtimeStore}/${tenant.record.runtimeVersion}/bin/node`,
        `${host.context.paths.runtimeStore}/${tenant.record.runtimeVersion}/node_modules/openclaw/openclaw.mjs`,
        "models",
        "auth",
        "paste-api-key",
        "--provider",
        "openai",
      ],
      {
        input: "sk-real-database-0123456789\n",
        cwd: tenant.layout.home,
        env: { PATH: "/usr/bin:/bin", NODE_ENV: "test", NODE_DISABLE_COMPILE_CACHE: "1", ...database },
        stdio: ["pipe", "ignore", "ignore"],
      },
    );
    gateway = await runGateway(host, tenant);
  });
  afterAll(async () => {
    await gateway?.stop();
    await host.remove();
  });

  async function observed(): Promise<readonly ItemEvidence[]> {
    const evidence = hostEvidenceSchema.parse(await host.evidence());
    const found = evidence.tenants.find(({ slug }) => slug === tenant.record.slug);
    expect(found?.version).toBe("2026.9.6");
    return found?.items ?? [];
  }
  const factsOf = (items: readonly ItemEvidence[], item: string) =>
    Object.fromEntries(
      (items.find((each) => each.item === item)?.facts ?? []).map(({ label, value }) => [label, value]),
    );

  test("measures all ten items, finds no defect and shows no secret", async () => {
    const items = await observed();
    expect(items.filter(({ isMeasured }) => !isMeasured)).toEqual([]);
    expect(items.flatMap(({ defects }) => defects)).toEqual([]);
    const text = JSON.stringify(items);
    expect(text).not.toContain("token-of-");
    expect(text).not.toContain("sk-real");
  });

  test("has tried the token: a random one is refused, its own is accepted", async () => {
    expect(factsOf(await observed(), "gateway-token")).toMatchObject({
      "Random token": "Refused (401)",
      "Own token": "Accepted (200)",
    });
  });

  test("reads the sign-in that OpenClaw saved in its database", async () => {
    const item = (await observed()).find(({ item }) => item === "model-credentials");
    expect(item?.identities).toMatchObject([{ kind: "fingerprint", label: "shared sign-in: openai:manual" }]);
  });

  test("says when the running Gateway has another token than the disk", async () => {
    await host.writeSecrets(tenant, { gateway: { token: "another-token-0123456789abcdef0123456789" } });
    const items = await observed();
    expect(items.flatMap(({ defects }) => defects.map(({ id }) => id))).toEqual([
      "gateway-token.differs-from-process",
    ]);
  });
});
