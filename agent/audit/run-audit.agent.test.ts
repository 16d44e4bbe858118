import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildHost, type TestHost, type TestTenant } from "#agent/evidence/testing/build-host.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { auditResultSchema } from "#lib/host-agent/contract/audit.ts";
import { runAudit } from "./run-audit.ts";

describe("the real security audit inside a tenant's boundary", () => {
  let host: TestHost;
  let tenant: TestTenant;
  beforeAll(async () => {
    host = await buildHost(tmpdir());
    tenant = await host.addTenant("acme");
  });
  afterAll(() => host.remove());

  const audit = (signal = new AbortController().signal) => runAudit(host.context, tenant.record, signal);
  const failure = async (signal?: AbortSignal) => {
    const error = await audit(signal).catch((caught: unknown) => caught);
    if (!(error instanceof AgentFailure)) throw new Error("The audit did not fail as it should.");
    return error.detail;
  };

  test("finds nothing critical in the configuration that Bulkhead writes", async () => {
    await host.writeConfig(tenant, tenant.config);
    const result = auditResultSchema.parse(await audit());
    expect(result.summary.critical).toBe(0);
    expect(result.configHash).toMatch(/^[0-9a-f]{64}$/);
    expect(result.findings.map(({ checkId }) => checkId)).toContain("summary.attack_surface");
  });

  test("returns criticals with their remedy, and keeps what is suppressed", async () => {
    const gateway = { ...(tenant.config.gateway as object), bind: "lan", auth: { mode: "none" } };
    const suppressions = [{ checkId: "gateway.http.no_auth", reason: "A proxy asks for it." }];
    await host.writeConfig(tenant, { ...tenant.config, gateway, security: { audit: { suppressions } } });
    const result = auditResultSchema.parse(await audit());
    const critical = result.findings.find(({ checkId }) => checkId === "gateway.bind_no_auth");
    expect(critical).toMatchObject({ severity: "critical", remedy: expect.stringContaining("gateway.auth") });
    expect(result.summary.critical).toBeGreaterThan(0);
    expect(result.suppressed).toMatchObject([
      { finding: { checkId: "gateway.http.no_auth" }, reason: "A proxy asks for it." },
    ]);
  });

  test("says why when OpenClaw refuses the configuration", async () => {
    await host.writeConfig(tenant, { ...tenant.config, nonsense: true });
    const { code, message } = await failure();
    expect(code).toBe("AUDIT_FAILED");
    expect(message).toContain("nonsense");
  });

  test("does not quote a secret that stands in a damaged configuration", async () => {
    await host.writeSecrets(tenant, { gateway: { token: "hush-hush-0123456789abcdef" } });
    await writeFile(tenant.layout.configFile, '{ "hush-hush-0123456789abcdef": 1 }');
    expect((await failure()).message).not.toContain("hush-hush");
  });

  test("ends at once when it is cancelled", async () => {
    const signal = AbortSignal.timeout(300);
    await host.writeConfig(tenant, tenant.config);
    expect((await failure(signal)).code).toBe("CANCELLED");
  });

  test("refuses a tenant that is not fully provisioned", async () => {
    const half = { ...tenant.record, isProvisioned: false };
    const error = await runAudit(host.context, half, new AbortController().signal).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ detail: { code: "NOT_PROVISIONED" } });
  });
});
