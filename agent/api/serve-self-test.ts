import { Mutex } from "async-mutex";
import type { AgentContext } from "#agent/context/context.ts";
import { collectHostFacts, type HostFactsOptions } from "#agent/host/host-facts.ts";
import { runSelfTest } from "#agent/probes/self-test/run-self-test.ts";
import { provisionTenant } from "#agent/provision/provision-tenant.ts";
import { removeTenant } from "#agent/provision/remove-tenant.ts";
import type { Registry } from "#agent/registry/registry.ts";
import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { Supervisor } from "#agent/runtime/supervisor.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { overlaps, portBlockSize } from "#lib/domain/host/port-block.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { maxGenerationStep } from "#lib/host-agent/contract/generation.ts";
import type { HostFacts } from "#lib/host-agent/contract/host-facts.ts";
import type { SelfTestEvent } from "#lib/host-agent/contract/self-test.ts";

type SelfTestParts = {
  readonly context: AgentContext;
  readonly registry: Registry;
  readonly locks: TenantLock;
  readonly supervisor: Supervisor;
  readonly facts: HostFactsOptions;
};

/** What two Gateways need while they start, with room for the tenants that run already. */
const gatewaysMemoryBytes = 3 * 1024 ** 3;
const throwaway = /^selftest-[ab]-[0-9a-f]{4}$/;
/** Generations of throwaway tenants begin here, as far on as a first order may be, where no tenant of the dashboard's ever comes. */
const firstGeneration = maxGenerationStep;
const nobody = () => undefined;

/** One self-test at a time: two would be each other's neighbours. */
const selfTests = new Mutex();

/** Runs the self-test, after one that still runs, with throwaway tenants that this host can give, and with Gateways where its memory allows. */
export async function serveSelfTest(
  parts: SelfTestParts,
  { withGateways }: { readonly withGateways: boolean },
  emit: (event: SelfTestEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  return selfTests.runExclusive(() => {
    signal.throwIfAborted();
    return serveOne(parts, withGateways, emit, signal);
  });
}

async function serveOne(
  parts: SelfTestParts,
  withGateways: boolean,
  emit: (event: SelfTestEvent) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { context, registry, locks } = parts;
  const facts = await collectHostFacts(context, registry, parts.facts);
  const remove = (slug: Slug) => removeThrowaway(parts, slug);
  for (const { slug, generation } of registry.list()) {
    // Left by an agent that was killed in the middle of a self-test.
    if (throwaway.test(slug) && generation >= firstGeneration) await remove(slug);
  }
  const hasRoom = facts.memoryAvailableBytes >= gatewaysMemoryBytes;
  if (withGateways && !hasRoom) {
    const text = "There is too little memory for two more Gateways, so leaks that need them are left out.";
    await emit({ type: "note", text });
  }
  const provision = (slug: Slug) => provisionThrowaway(parts, facts, slug);
  const gateways = withGateways && hasRoom ? { gateways: gatewaysOf(parts, signal) } : {};
  await runSelfTest(
    context,
    { registry, locks, provision, remove, hasRecords: true, ...gateways },
    emit,
    signal,
  );
}

async function provisionThrowaway(parts: SelfTestParts, facts: HostFacts, slug: Slug): Promise<TenantRecord> {
  const { context, registry, locks } = parts;
  const rung = facts.rungs.findLast(({ isAvailable }) => isAvailable)?.rung;
  const runtimeVersion = facts.runtimes.findLast(({ isReady }) => isReady)?.openclaw;
  if (rung === undefined || (rung !== "os-user" && rung !== "profile") || runtimeVersion === undefined) {
    throw new AgentFailure(
      "RUNG_UNAVAILABLE",
      "This host can't give a tenant now, so there is nothing to test with.",
      "Look at the host's page for what it lacks.",
    );
  }
  const spec = { slug, rung, basePort: freeBlock(registry, facts), runtimeVersion, hasPowerfulTools: false };
  await locks.run(slug, () =>
    provisionTenant(context, registry, { spec, generation: firstGeneration }, nobody),
  );
  return registry.require(slug);
}

/** From the far end of the range: the dashboard reserves from the near one. */
function freeBlock(registry: Registry, { portRange, listeningPorts }: HostFacts): number {
  const taken = registry.list().map(({ basePort }) => ({ base: basePort }));
  for (let base = portRange.last - portBlockSize + 1; base >= portRange.first; base -= portBlockSize) {
    const isTaken = taken.some((block) => overlaps(block, { base }));
    const isHeard = listeningPorts.some(({ port }) => port >= base && port < base + portBlockSize);
    if (!isTaken && !isHeard) return base;
  }
  throw new AgentFailure(
    "PORT_TAKEN",
    "This host has no free block of ports for a throwaway tenant.",
    "Free some ports, or give the host's agent a wider range.",
  );
}

async function removeThrowaway(
  { context, registry, locks, supervisor }: SelfTestParts,
  slug: Slug,
): Promise<void> {
  const record = registry.get(slug);
  if (record === null) return;
  if (record.process !== null) {
    await supervisor.stop(slug, record.generation, nobody, new AbortController().signal);
  }
  await locks.run(slug, () => removeTenant(context, registry, { slug, purge: true }, nobody));
}

function gatewaysOf({ registry, supervisor }: SelfTestParts, signal: AbortSignal) {
  return {
    async start(slug: Slug) {
      await supervisor.start(slug, registry.require(slug).generation + 1, nobody, signal);
    },
    async stop(slug: Slug) {
      const record = registry.get(slug);
      // Also when cancelled: what was started has to end.
      const never = new AbortController().signal;
      if (record) await supervisor.stop(slug, record.generation, nobody, never);
    },
  };
}
