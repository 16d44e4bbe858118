import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { applyRules } from "#lib/domain/mistakes/apply-rules.ts";
import type { ItemEvidence } from "#lib/host-agent/contract/evidence.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import { readOwnWord } from "./read-own-word.ts";
import { buildHost, type TestHost, type TestTenant } from "./testing/build-host.ts";
import { runGateway } from "./testing/run-gateway.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("evidence of a real running Gateway with an OS user of its own (needs root)", () => {
  let host: TestHost;
  let tenant: TestTenant;
  let gateway: { stop(): Promise<void> } | undefined;
  beforeAll(async () => {
    host = await buildHost(tmpdir());
    tenant = await host.addTenant("acme");
    await host.addTenant("beta");
    saveSignIn(host, tenant, "sk-real-database-0123456789");
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

  test("breaks no rule, and leaves nothing unmeasured of the one that runs", async () => {
    const { tenants } = hostEvidenceSchema.parse(await host.evidence());
    const outcomes = applyRules(
      tenants.map(({ slug, configuration }) => ({ slug, configuration: configuration ?? null })),
    );
    const own = outcomes.filter(({ slug }) => slug === tenant.record.slug);
    expect(own.flatMap(({ faults }) => faults)).toEqual([]);
    expect(own.filter(({ state }) => state !== "clean")).toEqual([]);
  });

  test("has tried the token: a random one is refused, its own is accepted", async () => {
    expect(factsOf(await observed(), "gateway-token")).toMatchObject({
      "Random token": "Refused (401)",
      "Own token": "Accepted (200)",
    });
  });

  test("says of itself what kernel and disk show, in the check and live", async () => {
    const heard = (await observed()).flatMap(({ item, word }) => (word === null ? [] : [[item, word]]));
    expect(heard).toEqual([
      ["state-directory", "same"],
      ["port", "same"],
    ]);
    const word = await readOwnWord(host.context, tenant.record);
    if (word.status !== "asked") throw new Error(word.reason);
    expect(word.parts.filter(({ outcome }) => outcome !== "same")).toEqual([]);
    const saidOf = (name: string) => word.parts.find(({ part }) => part === name)?.said;
    expect(["state", "config", "workspaces", "port", "version"].map(saidOf)).toEqual([
      tenant.layout.state,
      tenant.layout.configFile,
      tenant.layout.workspace,
      String(tenant.record.basePort),
      "2026.9.6",
    ]);
    expect(word.agents).toEqual(["main"]);
    expect(word.channels).toEqual([]);
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

/** Lets OpenClaw itself save a sign-in, so that its own database is what is read. Not the tenant's configuration: that is read-only. */
function saveSignIn(host: TestHost, tenant: TestTenant, key: string): void {
  const command = boundaryCommand(host.context, tenant.record, [
    "models",
    "auth",
    "paste-api-key",
    "--provider",
    "openai",
  ]);
  const { OPENCLAW_CONFIG_PATH: _, OPENCLAW_CONFIG_READONLY: __, ...env } = command.env;
  execFileSync(command.file, [...command.args], {
    input: `${key}\n`,
    cwd: tenant.layout.home,
    env: {
      ...env,
      OPENCLAW_CONFIG_PATH: `${tenant.layout.home}/throwaway.json`,
    } as unknown as NodeJS.ProcessEnv,
    stdio: ["pipe", "ignore", "ignore"],
  });
}
