import type { AgentContext } from "#agent/context/context.ts";
import { lookInside } from "#agent/files/open-inside.ts";
import { realPlace } from "#agent/files/real-place.ts";
import { isGatewayGone } from "#agent/gateway/live-gateway.ts";
import { readCommandLine } from "#agent/proc/read-process.ts";
import type { Registry } from "#agent/registry/registry.ts";
import { at, isObject, type JsonObject, walk } from "#agent/system/json-value.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { ProbeAbsence } from "#lib/domain/probe/record/probe-record.ts";
import { maxMembers } from "./members.ts";
import { openPorts } from "./open-ports.ts";
import type { Participant } from "./participant.ts";
import { lastBrowserOffset, relayOffset } from "./runner/connection-probes.ts";
import { startedWith } from "./started-with.ts";
import { readWrittenConfig } from "./written-config.ts";

/** Absences of the host's own, the same for all of its tenants. */
export type HostAbsence = Extract<
  ProbeAbsence,
  "container-socket" | "host-address" | "dashboard" | "metadata-service"
>;

/**
 * What one tenant is seen not to have: what probes' records name, and for their
 * needs `gateway` none runs and nobody of the tenant's is at its port ·
 * `browser-process` none of its processes is a browser that can be driven ·
 * `browser-setting` it has the browser off.
 */
export type TenantAbsence =
  | Exclude<ProbeAbsence, HostAbsence>
  | "gateway"
  | "browser-process"
  | "browser-setting";

type Seen = Pick<Participant, "record" | "gateway"> & {
  readonly context: AgentContext;
  readonly members: readonly number[];
  /** As the agent wrote it; null where something else is there. */
  readonly config: JsonObject | null;
  /** At which its processes listen, the run's own left out. */
  readonly ports: ReadonlySet<number>;
};

const looks: Readonly<Record<TenantAbsence, (seen: Seen) => boolean | Promise<boolean>>> = {
  gateway: ({ context, record, members, ports }) =>
    isGatewayGone(context, record) && isWhole(members) && !ports.has(record.basePort),
  "browser-process": ({ record, members, ports }) => {
    const isBrowsers = (port: number) =>
      port > record.basePort + relayOffset && port <= record.basePort + lastBrowserOffset;
    return isWhole(members) && ![...ports].some(isBrowsers) && !members.some(isDriven);
  },
  "browser-setting": ({ config }) => at(config, "browser", "enabled") === false,
  "openai-api": ({ config }) => config !== null && !isAnyEnabled(at(config, "gateway", "http", "endpoints")),
  backups: ({ record }) => isMissing(record.layout, "backups"),
  "channel-credentials": ({ record }) => isMissing(record.layout, "credentials"),
  // Its browser may have been given a profile elsewhere, which is not what is tried.
  "browser-profile": async ({ record, config }) =>
    config !== null && !hasProfileElsewhere(config) && (await isMissing(record.layout, "browser")),
  "compile-cache": ({ context, members, ...one }) =>
    isWhole(members) && startedWith(context, one, members).compileCaches.length === 0,
};

/**
 * Looks from the host's side at what one tenant does not have: at the process
 * table, sockets, the configuration that the agent wrote, and its tree as root.
 * Nothing of it is what a process of the tenant's says. What can't be looked at
 * is not absent.
 */
export async function seeAbsences(
  context: AgentContext,
  { record, gateway }: Pick<Participant, "record" | "gateway">,
  members: readonly number[],
): Promise<ReadonlySet<TenantAbsence>> {
  const config = await readWrittenConfig(context, record);
  const seen: Seen = { context, record, gateway, members, config, ports: openPorts(record, members) };
  const absent = new Set<TenantAbsence>();
  for (const [absence, look] of Object.entries(looks) as [TenantAbsence, (typeof looks)[TenantAbsence]][]) {
    if (await look(seen)) absent.add(absence);
  }
  return absent;
}

/**
 * Looks at all tenants of a run, and again when it is called again. What it
 * answers was away each time: what came or went in between may have been there
 * when it was tried.
 *
 * @param during names whose turn it is
 */
export function lookTwice(
  context: AgentContext,
  registry: Pick<Registry, "list">,
  during: <T>(one: Participant, work: () => T) => T,
): (members: ReadonlyMap<Participant, readonly number[]>) => Promise<Map<Participant, Set<TenantAbsence>>> {
  const absent = new Map<Participant, Set<TenantAbsence>>();
  return async (members) => {
    const records = new Map(registry.list().map((record) => [record.slug, record]));
    for (const [one, pids] of members) {
      const record = records.get(one.record.slug) ?? one.record;
      const seen = await during(one, () => seeAbsences(context, { ...one, record }, pids));
      const before = absent.get(one) ?? seen;
      absent.set(one, new Set([...before].filter((absence) => seen.has(absence))));
    }
    return absent;
  };
}

/** Where so many processes are looked at, there may be more. */
function isWhole(members: readonly number[]): boolean {
  return members.length < maxMembers;
}

/** Chromium shows it. One that hides it is no browser that OpenClaw manages. */
function isDriven(pid: number): boolean {
  return readCommandLine(pid)?.some((part) => part.startsWith("--remote-debugging-")) ?? false;
}

/** Left out is off. What is no setting that we know counts as on. */
function isAnyEnabled(endpoints: unknown): boolean {
  if (endpoints === undefined) return false;
  const isOff = (endpoint: unknown) => isObject(endpoint) && (at(endpoint, "enabled") ?? false) === false;
  return !isObject(endpoints) || !Object.values(endpoints).every(isOff);
}

function hasProfileElsewhere(config: JsonObject): boolean {
  let isElsewhere = false;
  walk(at(config, "browser"), (_, keys) => {
    if (keys.at(-1) === "userDataDir") isElsewhere = true;
    return true;
  });
  return isElsewhere;
}

async function isMissing(
  layout: TenantLayout,
  name: "backups" | "browser" | "credentials",
): Promise<boolean> {
  const { root, place } = await realPlace(layout, layout[name]);
  return (await lookInside(root, place, 0)).status === "missing";
}
