import { Mutex } from "async-mutex";
import { runAudit } from "#agent/audit/run-audit.ts";
import { prepareTemporaryDirectories } from "#agent/boundary/temporary-directories.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { listAdopted, releaseAdopted } from "#agent/drift/adopted-settings.ts";
import { describeDrift } from "#agent/drift/read-drift.ts";
import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import { placesOfCopies } from "#agent/evidence/contents/places-of-copies.ts";
import { readOwnWord } from "#agent/evidence/read-own-word.ts";
import { fixMistake } from "#agent/fixes/fix-mistake.ts";
import { readChannelStates } from "#agent/gateway/channel-states.ts";
import { linkChannel } from "#agent/gateway/link-channel.ts";
import { observeHardening } from "#agent/hardening/observe-hardening.ts";
import { collectHostFacts, type HostFactsOptions } from "#agent/host/host-facts.ts";
import { followLog } from "#agent/logs/follow-log.ts";
import { tailLog } from "#agent/logs/tail-log.ts";
import { readPolicy } from "#agent/policy/read-policy.ts";
import { runProbes } from "#agent/probes/run-probes.ts";
import { checkModelKey } from "#agent/provider-checks/check-model-key.ts";
import { identifyChannel } from "#agent/provider-checks/identify-channel.ts";
import { type ProviderAddresses, providerAddresses } from "#agent/provider-checks/provider-addresses.ts";
import { adoptConfig } from "#agent/provision/adopt-config.ts";
import { applyHardening } from "#agent/provision/apply-hardening.ts";
import { checkConfig } from "#agent/provision/check-config.ts";
import { recordForProvision } from "#agent/provision/check-spec.ts";
import { configureTenant } from "#agent/provision/configure-tenant.ts";
import { planTenant } from "#agent/provision/plan-tenant.ts";
import { provisionTenant } from "#agent/provision/provision-tenant.ts";
import { removeTenant } from "#agent/provision/remove-tenant.ts";
import { rotateGatewayToken } from "#agent/provision/rotate-gateway-token.ts";
import { checkGeneration } from "#agent/registry/check-generation.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { createTenantLock, type TenantLock } from "#agent/registry/tenant-lock.ts";
import type { Supervisor } from "#agent/runtime/supervisor.ts";
import { revokeSecrets } from "#agent/secrets/revoke-secret.ts";
import { listSecrets, setSecret } from "#agent/secrets/set-secret.ts";
import { traceOf } from "#agent/secrets-store/trace.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { watchHandlers } from "#agent/watchdog/watch-handlers.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import { createChangeGate } from "./change-gate.ts";
import { serveSelfTest } from "./serve-self-test.ts";
import { watchGateways } from "./watch-gateways.ts";

export type AgentParts = {
  readonly context: AgentContext;
  readonly registry: Registry;
  readonly locks: TenantLock;
  readonly supervisor: Supervisor;
  readonly facts: HostFactsOptions;
  /** Tells one run of the agent from the next. */
  readonly agentBootId: string;
  /** Where providers are asked whose secret it is; the providers' own addresses when left out. */
  readonly providers?: ProviderAddresses | undefined;
};

/** Every verb of the contract, led to the part of the agent that does it. */
export function createHandlers(parts: AgentParts): Handlers {
  const { context, registry, locks, supervisor } = parts;
  /** Not the tenants' own lock, which a start holds for a minute: a secret is written in no time. */
  const secretLocks = createTenantLock();
  const checkLocks = createTenantLock();
  const changes = createChangeGate({ secrets: secretLocks, configuration: locks });
  /** What attempts leave for a moment, a check would take for the tenants' own. */
  const looks = new Mutex();

  /** The host empties /tmp when it boots; OpenClaw needs its directories there before it starts. */
  const prepareStart = async (slug: Slug) => {
    const record = registry.require(slug);
    if (record.isProvisioned) await prepareTemporaryDirectories(context, record);
  };

  return watchHandlers(context, {
    "host.facts": () => collectHostFacts(context, registry, parts.facts),
    plan: ({ spec }) => planTenant(context, registry, spec),
    async provision({ spec, generation }, emit) {
      await locks.run(spec.slug, () => provisionTenant(context, registry, { spec, generation }, emit));
      return supervisor.observe(spec.slug);
    },
    async configure({ spec, generation }, emit, signal) {
      const applied = await locks.run(spec.slug, () =>
        configureTenant(context, registry, { spec, generation }, emit, signal),
      );
      return { applied, observation: await supervisor.observe(spec.slug) };
    },
    async "mistake.fix"(order, emit, signal) {
      const isOfSecrets = order.fix === "rotate-gateway-token" || order.fix === "move-secrets";
      const fixed = await (isOfSecrets ? secretLocks : locks).run(order.slug, () =>
        fixMistake(context, registry, order, emit, signal),
      );
      return { ...fixed, observation: await supervisor.observe(order.slug) };
    },
    async start({ slug, generation }, emit, signal) {
      await prepareStart(slug);
      return supervisor.start(slug, generation, emit, signal);
    },
    stop: ({ slug, generation }, emit, signal) => supervisor.stop(slug, generation, emit, signal),
    async restart({ slug, generation }, emit, signal) {
      await prepareStart(slug);
      return supervisor.restart(slug, generation, emit, signal);
    },
    kill: ({ slug, generation }, emit, signal) => supervisor.kill(slug, generation, emit, signal),
    status: ({ slug }) => supervisor.observe(slug),
    watch: (_request, emit, signal) => watchGateways(context, supervisor, parts.agentBootId, emit, signal),
    evidence: (_request, signal) =>
      looks.runExclusive(() => {
        signal.throwIfAborted();
        return collectHostEvidence(context, registry, placesOfCopies);
      }),
    audit: ({ slug }, signal) => runAudit(context, registry.require(slug), signal),
    probes: ({ slugs }, emit, signal) =>
      looks.runExclusive(() => {
        signal.throwIfAborted();
        return runProbes(context, registry, { locks, ...(slugs && { slugs }) }, emit, signal);
      }),
    "self-test": ({ withGateways = false }, emit, signal) =>
      serveSelfTest(parts, { withGateways }, emit, signal),
    "hardening.observe": ({ slug }) => observeHardening(context, registry, registry.require(slug)),
    async "hardening.apply"(order, emit, signal) {
      await applyHardening(parts, order, emit, signal);
      return supervisor.observe(order.slug);
    },
    "policy.effective": ({ slug }) => readPolicy(context, registry.require(slug)),
    "config.check": async ({ slug, ...changes }) => ({
      issues: await checkLocks.run(slug, () => checkConfig(context, registry.require(slug), changes)),
    }),
    "config.drift": ({ slug }) => describeDrift(context, registry.require(slug)),
    async "config.adopt"({ slug, changeId, hash }) {
      const adopted = await changes.run("configuration", { slug, changeId }, () =>
        adoptConfig(context, registry.require(slug), hash),
      );
      await supervisor.observe(slug);
      return adopted;
    },
    "config.adopted": async ({ slug }) => ({
      settings: await listAdopted(context, registry.require(slug)),
    }),
    "config.release": ({ slug, ids }) =>
      locks.run(slug, async () => ({ paths: await releaseAdopted(context, registry.require(slug), ids) })),
    "secrets.check": async ({ value }) => traceOf(context, value),
    "secrets.list": async ({ slug }) => ({ secrets: await listSecrets(context, registry.require(slug)) }),
    "secrets.set": ({ slug, changeId, ...secret }) =>
      changes.run("secrets", { slug, changeId }, () => setSecret(context, registry.require(slug), secret)),
    "secrets.revoke": ({ slug, changeId, names }) =>
      changes.run("secrets", { slug, changeId }, () => revokeSecrets(context, registry.require(slug), names)),
    "gateway-token.rotate": ({ slug, changeId }) =>
      changes.run("secrets", { slug, changeId }, () => rotateGatewayToken(context, registry.require(slug))),
    async "change.close"({ of, ...change }) {
      await changes.close(of, change);
      return {};
    },
    "model.check": ({ slug, ...order }) =>
      locks.run(slug, () => checkModelKey(context, registry.require(slug), order)),
    "channel.identify": ({ kind, secrets }, signal) =>
      identifyChannel(parts.providers ?? providerAddresses, kind, secrets, signal),
    "gateway.own-word": ({ slug }) => readOwnWord(context, registry.require(slug)),
    "channel.states": ({ slug }) => readChannelStates(context, registry.require(slug)),
    "channel.link": ({ slug, ...order }) => linkChannel(context, registry.require(slug), order),
    "logs.tail": (request) => tailLog(context, registry.require(request.slug), request),
    "logs.follow": ({ slug, source }, emit, signal) =>
      followLog(context, registry.require(slug), source, emit, signal),
    async remove({ slug, generation, purge }, emit, signal) {
      const record = recordForProvision(registry, slug);
      if (record) {
        checkGeneration(record, generation);
        // From here on it is shown as incomplete, whatever interrupts, and no start is accepted.
        await registry.update(slug, (current) => ({ ...current, isProvisioned: false }));
        await supervisor.stop(slug, generation, emit, signal);
      }
      await locks.run(slug, async () => {
        // Another order may have had the lock in between.
        const isBack = recordForProvision(registry, slug)?.process != null;
        if (isBack) await supervisor.stopHoldingLock(slug, generation, emit, signal);
        await removeTenant(context, registry, { slug, purge }, emit);
      });
      return { slug, isRemoved: true };
    },
  });
}
