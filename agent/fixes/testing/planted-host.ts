import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, chown, readFile, writeFile } from "node:fs/promises";
import { createHandlers } from "#agent/api/create-handlers.ts";
import { collectHostEvidence } from "#agent/evidence/collect-host-evidence.ts";
import { collectSteps } from "#agent/fixtures/collect-steps.ts";
import { createRealHost, type RealHost } from "#agent/fixtures/real-host.ts";
import type { Handlers } from "#agent/steps/handlers.ts";
import { type TenantLayout, tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import { applyRules } from "#lib/domain/mistakes/apply-rules.ts";
import type { Cure, MistakeFix, MistakeId } from "#lib/domain/mistakes/mistake-rule.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import { agentFixes, type FixRequest } from "#lib/host-agent/contract/fix.ts";
import { type TenantSpec, tenantSpecSchema } from "#lib/host-agent/contract/tenant-spec.ts";

type Config = Record<string, unknown>;

/** Rules that are broken, by tenant; tenants that break none are left out. */
export type Broken = Readonly<Record<string, readonly MistakeId[]>>;

/** A provisioned tenant in which a test makes mistakes by hand. */
export type PlantedTenant = {
  readonly slug: string;
  readonly layout: TenantLayout;
  record(): TenantRecord;
  /** Lays keys over its configuration file, as somebody with an editor would. */
  edit(changes: (config: Config) => Config): Promise<void>;
  /** Lays keys over its secrets file. */
  keep(secrets: Config): Promise<void>;
  token(): Promise<string>;
  /** Writes a file as the tenant would. */
  write(file: string, text: string): Promise<void>;
};

export type PlantedHost = {
  readonly host: RealHost;
  readonly handlers: Handlers;
  addTenant(slug: string): Promise<PlantedTenant>;
  broken(): Promise<Broken>;
  cures(tenant: PlantedTenant, id: MistakeId): Promise<Cure[]>;
  /** What the dashboard does for a click: the agent's verb, and what follows it. */
  click(tenant: PlantedTenant, id: MistakeId, fix: MistakeFix): Promise<void>;
  /** The agent's verb alone; answers with how its steps ended. */
  order(tenant: PlantedTenant, fix: FixRequest): Promise<{ readonly ended: string[] }>;
  specOf(tenant: PlantedTenant, changes?: Partial<TenantSpec>): TenantSpec;
  configure(tenant: PlantedTenant, changes?: Partial<TenantSpec>): Promise<void>;
  provision(tenant: PlantedTenant): Promise<void>;
  /** No-op where nothing was started. */
  stop(tenant: PlantedTenant): Promise<void>;
};

const signal = new AbortController().signal;

/** An installation of its own, with the agent's own verbs, on which mistakes are made and put right. */
export async function createPlantedHost(): Promise<PlantedHost> {
  const host = await createRealHost();
  const { context, registry, locks, supervisor } = host;
  const handlers = createHandlers({
    context,
    registry,
    locks,
    supervisor,
    facts: { agentVersion: "test", portRange: defaultPortRange },
    agentBootId: randomUUID(),
  });
  let generation = 1;
  const order = ({ slug }: PlantedTenant) => {
    generation += 1;
    return {
      slug: registry.require(slug as TenantRecord["slug"]).slug,
      operationId: randomUUID(),
      generation,
    };
  };
  const outcomes = async () => {
    const evidence = hostEvidenceSchema.parse(
      await collectHostEvidence(context, registry, [], { asksKernel: false }),
    );
    return applyRules(
      evidence.tenants.map(({ slug, configuration }) => ({ slug, configuration: configuration ?? null })),
    );
  };
  const cures: PlantedHost["cures"] = async (tenant, id) => {
    const one = (await outcomes()).find(({ slug, ruleId }) => slug === tenant.slug && ruleId === id);
    return (one?.faults ?? []).map(({ cure }) => cure);
  };
  const ordered: PlantedHost["order"] = async (tenant, fix) => {
    const { emit, ended } = collectSteps();
    await handlers["mistake.fix"]({ ...order(tenant), ...fix }, emit, signal);
    return { ended };
  };
  const specOf: PlantedHost["specOf"] = (tenant, changes = {}) => {
    const { slug, rung, basePort, runtimeVersion, hasPowerfulTools } = tenant.record();
    return tenantSpecSchema.parse({ slug, rung, basePort, runtimeVersion, hasPowerfulTools, ...changes });
  };
  const configure: PlantedHost["configure"] = async (tenant, changes) => {
    const { operationId, generation: next } = order(tenant);
    const request = { spec: specOf(tenant, changes), operationId, generation: next };
    await handlers.configure(request, () => {}, signal);
  };

  return {
    host,
    handlers,
    specOf,
    configure,
    async addTenant(slug) {
      const { slug: name } = await host.provision(slug);
      const layout = tenantLayout(context.paths, name);
      const record = () => registry.require(name);
      const own = async (file: string, text: string, mode: number) => {
        await writeFile(file, text);
        await chmod(file, mode);
        await chown(file, record().uid, record().gid);
      };
      const read = async (file: string) => JSON.parse(await readFile(file, "utf8")) as Config;
      return {
        slug,
        layout,
        record,
        edit: async (changes) => {
          const config = changes(await read(layout.configFile));
          // Into the file that is there: an editor keeps its owner and mode.
          await writeFile(layout.configFile, JSON.stringify(config, null, 1));
        },
        keep: async (secrets) =>
          own(layout.secretsFile, JSON.stringify({ ...(await read(layout.secretsFile)), ...secrets }), 0o600),
        token: async () => String(((await read(layout.secretsFile)) as { gateway: Config }).gateway.token),
        write: (file, text) => own(file, text, 0o600),
      };
    },
    async broken() {
      const found = (await outcomes()).filter(({ state }) => state === "found");
      const bySlug = Map.groupBy(found, ({ slug }) => slug);
      return Object.fromEntries(
        [...bySlug].map(([slug, list]) => [slug, list.map(({ ruleId }) => ruleId).sort()]),
      );
    },
    cures,
    async click(tenant, id, fix) {
      const found = await cures(tenant, id);
      const subjects = found.flatMap((cure) =>
        cure.by === "click" && cure.fix === fix ? [cure.subject] : [],
      );
      if (subjects.length === 0) throw new Error(`No such click on ${tenant.slug} for ${id}.`);
      const asked = agentFixes.find((each) => each === fix);
      if (asked !== undefined) await ordered(tenant, { fix: asked, subjects });
      if (fix === "restart") await handlers.restart(order(tenant), () => {}, signal);
      const { channels, models } = tenant.record();
      if (fix === "restore-configuration" || fix === "move-secrets")
        await configure(tenant, { channels, models });
    },
    order: ordered,
    async stop(tenant) {
      if (tenant.record().process === null) return;
      await handlers.stop(order(tenant), () => {}, signal);
    },
    async provision(tenant) {
      const { operationId, generation: next } = order(tenant);
      await handlers.provision({ spec: specOf(tenant), operationId, generation: next }, () => {}, signal);
    },
  };
}

/** Runs the command that a step by hand names in parentheses, word for word. */
export function runAsTold(cure: Cure | undefined, pattern: RegExp): void {
  const command = cure?.by === "hand" ? pattern.exec(cure.step)?.[1] : undefined;
  if (command === undefined) throw new Error("The step by hand names no such command.");
  execFileSync("/bin/sh", ["-c", command]);
}
