import { stoppedTenant } from "#agent/fixtures/stopped-tenant.ts";
import { readStartTicks } from "#agent/proc/read-process.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { type Participant, resultKey } from "../participant.ts";
import { type Finding, unmeasured } from "../runner/finding.ts";
import { hostProbeIds, runnerProbeIds } from "../runner-probes.ts";
import { byRoot, type Known, type Side } from "../side.ts";

/** The digest of a canary, and one of another. */
export const [proof, otherProof] = ["a".repeat(64), "b".repeat(64)];

/**
 * A tenant of a run that found the same at every probe, by target. What it
 * found of itself it found of the host, too. Its Gateway is this very process.
 */
export function sideOf(
  slug: string,
  found: Readonly<Record<string, Finding>>,
  known: Partial<Known> = {},
): Side {
  const record = stoppedTenant(slugSchema.parse(slug), {
    ...{ rung: "os-user", uid: 60_000, gid: 60_000, userName: `bh-${slug}`, basePort: 20_000 },
    ...{ runtimeVersion: "2026.1.1", isProvisioned: false, desired: "running" },
  });
  const { layout } = record;
  const own = found[slug] ?? null;
  const one: Participant = {
    ...{ record, layout, canary: "", proof, displaced: null, session: null, problem: null, runner: null },
    gateway: {
      ...{ pid: process.pid, startTicks: readStartTicks(process.pid) ?? 0, uid: 0, umask: null },
      ...{ inode: 1, innerInode: 1 },
    },
    prepared: {
      ...{ type: "prepared", canaries: [], leftFiles: {}, socketFile: null, abstract: null, ports: [] },
      ...{ sessions: null, conversation: null, removedDevice: null },
      browser: { state: "running", port: 20_011, instance: proof, note: "It runs." },
      own: Object.fromEntries(hostProbeIds.map((id) => [id, own])),
    },
    target: {
      ...{ slug, uid: 60_000, places: layout, canaries: [], process: null, otherPorts: [], gateway: null },
      ...{ knowsToken: false, ports: [], leftFiles: {}, sockets: { files: [], abstract: null } },
      ...{ temporaryNames: null, compileCaches: [], caches: [], sessions: null },
    },
    results: new Map(
      Object.entries(found).flatMap(([target, finding]) =>
        runnerProbeIds.map((probe) => [
          resultKey(target, probe),
          { type: "result", probe, target, ms: 1, finding },
        ]),
      ),
    ),
  };
  const through = byRoot("reached", "The host agent did it.");
  return {
    one,
    known: {
      facts: {
        ...{ uids: new Set([record.uid]), gids: new Set([record.gid]), ownGids: new Set([record.gid]) },
        ...{ powerful: [], hasSudoRule: false, scheduled: [] },
      },
      processControls: new Map(),
      hostControls: { "host.address": through, "host.dashboard": through, "host.metadata": through },
      ...{ multicast: through, namespaces: through, locksOut: false, hasEarlierDevice: false },
      ...{ hasScriptedModel: true, fault: null, absent: new Set(), hostAbsences: new Map() },
      doors: {
        control: own === null ? byRoot("unmeasured", "It did not ask.") : { ...own, by: "target" },
        findingOf: ({ record: other }) => found[other.slug] ?? unmeasured("untried", "It did not ask."),
      },
      ...known,
    },
  };
}
