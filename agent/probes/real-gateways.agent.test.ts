import { afterEach, beforeEach, expect, test } from "vitest";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import { removeTenant } from "#agent/provision/remove-tenant.ts";
import type { ProbeId } from "#lib/domain/probe/probes.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { runProbes } from "./run-probes.ts";
import { gatewayStages, runSelfTest } from "./self-test/run-self-test.ts";
import { isRoot } from "./testing/probe-host.ts";

const never = new AbortController().signal;
let host: RealHost;
let generation = 1;
beforeEach(async () => {
  // The self-test opens the program that Gateways run for a moment.
  host = await createRealHost({ hasOwnRuntime: true });
});
afterEach(() => host.dispose());

/** Of two tenants as they are onboarded, without a browser, a channel and an interface for customers. */
const nothingThere: readonly ProbeId[] = [
  ...(["files.browser", "port.browser", "port.browser-shared"] as const),
  ...(["files.credentials", "gateway.openai", "openclaw.agent-turn"] as const),
  ...(["squat.base-ipv4"] as const),
];

async function start(slug: Slug): Promise<void> {
  generation += 1;
  await host.supervisor.start(slug, generation, () => {}, never);
}
async function stop(slug: Slug): Promise<void> {
  generation += 1;
  await host.supervisor.stop(slug, generation, () => {}, never);
}

test.runIf(isRoot)("two real Gateways as they are onboarded turn each other's tenants away", async () => {
  const { context, registry, locks } = host;
  const [a, b] = [await host.provision("probe-one"), await host.provision("probe-two")];
  for (const { slug } of [a, b]) await start(slug);
  const attempts = new Map<ProbeId, Attempt>();
  await runProbes(
    context,
    registry,
    { locks },
    (event) => {
      for (const attempt of event.type === "attempts" ? event.attempts : [])
        if (attempt.source === a.slug) attempts.set(attempt.probe, attempt);
    },
    never,
  );
  const proven: ProbeId[] = [
    ...(["gateway.http", "gateway.websocket", "gateway.paired-device", "openclaw.read"] as const),
    ...(["gateway.session-key", "files.anywhere"] as const),
    ...(["process.environ", "process.ptrace", "process.inspector", "shared.compile-cache"] as const),
    ...(["files.state", "files.secrets", "files.write", "files.link", "shared.caches"] as const),
  ];
  for (const id of proven) {
    expect(attempts.get(id)).toMatchObject({ outcome: "refused", control: { outcome: "reached" } });
  }
  const ended = (outcome: Attempt["outcome"]) =>
    [...attempts.values()].filter((each) => each.outcome === outcome).map(({ probe }) => probe);
  // Some of the machines on which this runs are a cloud's.
  const moot = ended("absent").filter((id) => id !== "host.metadata");
  expect(moot.sort()).toEqual([...nothingThere].sort());
  // Nobody told the agent of this test where a dashboard listens, which is no absence.
  expect(ended("unmeasured")).toEqual(["host.dashboard"]);
});

test.runIf(isRoot)(
  "the self-test catches every hole that only real Gateways and a scripted model have",
  async () => {
    const { context, registry, locks } = host;
    const { rows } = await runSelfTest(
      context,
      {
        registry,
        locks,
        provision: (slug) => host.provision(slug),
        async remove(slug) {
          if (registry.get(slug)) await removeTenant(context, registry, { slug, purge: true }, () => {});
        },
        gateways: { start, stop },
        isWanted: ({ stage }) => gatewayStages.has(stage),
      },
      () => {},
      never,
    );
    expect(rows.filter(({ isCaught }) => !isCaught).map(({ id, detail }) => `${id}: ${detail}`)).toEqual([]);
    expect(rows.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["earlier-device", "shared-token", "one-user"]),
    );
    expect(registry.list()).toEqual([]);
  },
);
