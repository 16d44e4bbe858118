import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import { placesOfCopies } from "#agent/evidence/contents/places-of-copies.ts";
import { freePort } from "#agent/fixtures/free-port.ts";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { withGateway } from "#agent/gateway/call-gateway.ts";
import { adoptConfig } from "#agent/provision/adopt-config.ts";
import { provisionTenant } from "#agent/provision/provision-tenant.ts";
import { defaultRuntimeVersion } from "#agent/runtime-store/ensure-runtime.ts";
import { setSecret } from "#agent/secrets/set-secret.ts";
import { findSharing } from "#lib/domain/checklist/sharing.ts";
import { portBlockSize } from "#lib/domain/host/port-block.ts";
import { applyRules } from "#lib/domain/mistakes/apply-rules.ts";
import { fixedPresets } from "#lib/domain/tool-policy/policy.ts";
import { tenantSpecSchema } from "#lib/host-agent/contract/tenant-spec.ts";
import { runProbes } from "./run-probes.ts";
import { isRoot } from "./testing/probe-host.ts";

const chromium = "/usr/bin/chromium";
const never = new AbortController().signal;
let host: RealHost;
beforeEach(async () => {
  host = await createRealHost();
});
afterEach(() => host.dispose());

/** A tenant as it is after its first day: a bot of its own, a policy, and a browser that runs. */
async function bringUp(slug: string, basePort: number, preset: (typeof fixedPresets)[number]): Promise<void> {
  const { context, registry, locks, supervisor } = host;
  const spec = tenantSpecSchema.parse({
    ...{ slug, basePort, rung: "os-user", runtimeVersion: defaultRuntimeVersion },
    ...{ hasPowerfulTools: preset === "internal-operator", toolPolicy: { preset } },
  });
  const tenant = () => registry.require(spec.slug);
  const provision = (channels: typeof spec.channels) =>
    locks.run(spec.slug, () =>
      provisionTenant(context, registry, { spec: { ...spec, channels }, generation: 0 }, () => {}),
    );
  await provision([]);
  const value = `${basePort}00000:${randomBytes(26).toString("base64url")}`;
  await setSecret(context, tenant(), { name: "/channels/telegram/default/botToken", value });
  await provision([
    {
      ...{ kind: "telegram", accountId: "default", dmPolicy: "pairing", allowFrom: [] },
      ...{ groupPolicy: "allowlist", options: {}, secrets: ["botToken"] },
    },
  ]);
  const { configFile } = tenant().layout;
  const config = JSON.parse(await readFile(configFile, "utf8"));
  config.plugins.allow.push("browser");
  // Chromium's own sandbox doesn't work behind the kernel's filter.
  const browser = { enabled: true, headless: true, noSandbox: true, executablePath: chromium };
  config.browser = { ...browser, defaultProfile: "openclaw" };
  const text = JSON.stringify(config);
  await writeFile(configFile, text);
  await adoptConfig(context, tenant(), createHash("sha256").update(text).digest("hex"));
  await supervisor.start(spec.slug, 1, () => {}, never);
  const options = { scopes: ["operator.admin"], timeoutMs: 60_000 };
  await withGateway(context, tenant(), options, ({ call }) =>
    call("browser.request", { method: "POST", path: "/start", timeoutMs: 55_000 }),
  );
}

/** Whatever a check would not call right: defects, what is shared, gaps, and mistakes. */
async function findFaults(): Promise<string[]> {
  const { tenants } = await collectHostEvidence(host.context, host.registry, placesOfCopies);
  const items = tenants.flatMap(({ slug, items }) =>
    items.flatMap(({ item, defects, isMeasured, reason }) => [
      ...defects.map(({ message }) => `${slug} ${item}: ${message}`),
      ...(isMeasured ? [] : [`${slug} ${item} is not measured: ${reason}`]),
    ]),
  );
  const shared = [...findSharing(tenants)].flatMap(([slug, all]) =>
    all.map(({ item, kind, otherSlug }) => `${slug} shares ${item} (${kind}) with ${otherSlug}`),
  );
  const mistakes = applyRules(
    tenants.map(({ slug, configuration = null }) => ({ slug, configuration })),
  ).flatMap(({ slug, ruleId, state, faults, reason }) =>
    state === "clean" ? [] : [`${slug} ${ruleId}: ${state} ${JSON.stringify(faults)} ${reason}`],
  );
  return [...items, ...shared, ...mistakes];
}

/** What didn't come out as refused or as nothing to reach. */
async function findUnrefused(): Promise<string[]> {
  const odd: string[] = [];
  await runProbes(
    host.context,
    host.registry,
    { locks: host.locks },
    (event) => {
      if (event.type === "started") odd.push(...event.leftOut.map(({ reason }) => reason));
      for (const { source, target, probe, outcome, seen } of event.type === "attempts" ? event.attempts : [])
        if (outcome !== "refused" && outcome !== "absent")
          odd.push(`${source} to ${target}, ${probe}: ${outcome}, ${seen}`);
    },
    never,
  );
  // Nobody told the agent of this test where a dashboard listens.
  return odd.filter((text) => !text.includes("host.dashboard"));
}

test.runIf(isRoot && existsSync(chromium))(
  "three tenants with a bot, a browser and a policy each are right in every check and every run, time and again",
  async () => {
    const basePort = await freePort();
    for (const [at, preset] of fixedPresets.entries())
      await bringUp(`fleet-${at}`, basePort + at * portBlockSize, preset);
    for (let check = 1; check <= 10; check += 1)
      expect({ check, faults: await findFaults() }).toEqual({ check, faults: [] });
    for (let run = 1; run <= 3; run += 1)
      expect({ run, odd: await findUnrefused() }).toEqual({ run, odd: [] });
    expect(await findFaults()).toEqual([]);
  },
);
