import { chmod, readFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tenantLayout } from "#agent/boundary/tenant-layout.ts";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import type { TenantRecord } from "#agent/registry/tenant-record.ts";
import { basicHardening } from "#lib/domain/hardening/setting.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { runProbes } from "./run-probes.ts";
import { gatewayLeaks } from "./self-test/gateway-leaks.ts";
import { setHardening } from "./self-test/set-hardening.ts";
import { isRoot } from "./testing/probe-host.ts";

const never = new AbortController().signal;
let host: RealHost;
beforeEach(async () => {
  host = await createRealHost();
});
afterEach(() => host.dispose());

async function probe(source: TenantRecord, target: TenantRecord): Promise<Map<ProbeId, Attempt>> {
  const { context, registry, locks } = host;
  const found = new Map<ProbeId, Attempt>();
  await runProbes(
    context,
    registry,
    { locks },
    (event) => {
      for (const attempt of event.type === "attempts" ? event.attempts : [])
        if (attempt.source === source.slug && attempt.target === target.slug)
          found.set(attempt.probe, attempt);
    },
    never,
  );
  return found;
}

test.runIf(isRoot)(
  "two real Gateways turn each other's tenants away, and holes between them are seen",
  async () => {
    const [a, b] = [await host.provision("probe-one"), await host.provision("probe-two")];
    const { supervisor } = host;
    // Users and files alone: a private view and a firewall would hide the holes that are opened here.
    for (const { slug } of [a, b]) await setHardening(host.context, host.registry, slug, basicHardening);
    await supervisor.start(a.slug, 1, () => {}, never);
    await supervisor.start(b.slug, 1, () => {}, never);

    const clean = await probe(a, b);
    const proven: ProbeId[] = [
      ...(["gateway.http", "gateway.websocket", "gateway.paired-device", "openclaw.read"] as const),
      ...(["process.environ", "process.ptrace", "process.inspector", "shared.compile-cache"] as const),
    ];
    for (const id of proven) {
      expect(clean.get(id)).toMatchObject({ outcome: "refused", control: { outcome: "reached" } });
    }
    expect(clean.get("gateway.openai")).toMatchObject({ outcome: "unmeasured" });

    const layout = tenantLayout(host.context.paths, b.slug);
    await chmod(layout.tree, 0o711);
    await chmod(layout.workspace, 0o755);
    const opened = await probe(a, b);
    expect(opened.get("openclaw.read")).toMatchObject({ outcome: "reached" });
    await chmod(layout.workspace, 0o700);
    await chmod(layout.tree, 0o710);

    const leak = gatewayLeaks.find(({ id }) => id === "shared-token");
    const close = await leak?.plant({
      context: host.context,
      registry: host.registry,
      source: a,
      target: b,
      sourceLayout: tenantLayout(host.context.paths, a.slug),
      targetLayout: layout,
      async restartTarget() {
        await supervisor.restart(b.slug, 2, () => {}, never);
      },
    });
    expect(close).toBeDefined();
    const open = await probe(a, b);
    for (const id of leak?.expected ?? []) expect(open.get(id)).toMatchObject({ outcome: "reached" });
    const token = JSON.parse(await readFile(layout.secretsFile, "utf8")).gateway.token;
    expect(JSON.stringify([...open])).not.toContain(token);
  },
);
