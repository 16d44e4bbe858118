import { type ProbeId, probeOf } from "#lib/domain/probe/probes.ts";
import type { ProbeControl } from "#lib/domain/probe/record/probe-record.ts";
import { checkProof } from "./check-proof.ts";
import { type Participant, resultKey } from "./participant.ts";
import type { Finding } from "./runner/finding.ts";
import { byNobody, byRoot, type Control, type Side } from "./side.ts";

type Controller = (probe: ProbeId, source: Side, target: Side) => Control;

const controllers: Readonly<Record<ProbeControl, Controller>> = {
  target: bySelf,
  "own-workspace": byOwnWorkspace,
  "target-at-own-doors": (_probe, _source, { one, known }) => {
    if (one.problem !== null || known.fault !== null) return bySelf("port.detour", _source, { one, known });
    return known.doors?.control ?? byNobody("The other tenant did not ask itself.");
  },
  "root-at-process": atProcess,
  "root-at-inspector": atProcess,
  "root-at-compile-cache": (_probe, _source, target) => {
    const places = target.one.target?.compileCaches.map(({ path }) => path).join(", ");
    const seen = `The host agent read what its processes were started with: compile cache ${places || "off"}.`;
    return byRoot("reached", seen);
  },
  "root-on-network": (_probe, _source, target) => target.known.multicast,
  "root-in-accounts": () =>
    byRoot("reached", "The host agent read both from the kernel and the account files."),
  "root-at-browsers": () =>
    byRoot("reached", "Each browser told both its own tenant and the other's Gateway its name."),
  "root-at-places": () => byRoot("reached", "The host agent looked at the same places and may use them."),
  "root-in-namespace": (_probe, source) => source.known.namespaces,
  "root-at-host": (probe, source) => {
    const controls: Partial<Record<ProbeId, Control>> = source.known.hostControls;
    return controls[probe] ?? byNobody("The host agent did not try it.");
  },
};

/** Who did the same in this run, and what came of it. */
export function controlOf(probe: ProbeId, source: Side, target: Side): Control {
  return controllers[probeOf(probe).control](probe, source, target);
}

function atProcess(probe: ProbeId, _: Side, { known }: Side): Control {
  return known.processControls.get(probe) ?? byNobody("The host agent did not try it.");
}

function toItself({ results, record }: Participant, probe: ProbeId): Finding | undefined {
  return results?.get(resultKey(record.slug, probe))?.finding;
}

/** The same code run by the target against itself. */
function bySelf(id: ProbeId, _: Side, { one, known }: Side): Control {
  if (one.problem !== null) return byNobody(`Nothing could be tried from ${one.record.slug}: ${one.problem}`);
  if (known.fault !== null) return byNobody(`What ${one.record.slug} answered can't be believed.`);
  const finding = toItself(one, id);
  if (finding === undefined) return byNobody("The other tenant gave no answer about itself.");
  return { by: "target", outcome: checkProof(probeOf(id), finding, one).outcome, seen: finding.seen };
}

function byOwnWorkspace(id: ProbeId, source: Side, target: Side): Control {
  const { one, known } = target;
  if (one.problem !== null || known.fault !== null) return bySelf(id, source, target);
  const own = toItself(source.one, id);
  const isShown = own?.outcome === "reached" && toItself(one, "files.workspace")?.outcome === "reached";
  if (!isShown) {
    const seen = own?.seen ?? "The same way did not lead into its own workspace.";
    return { by: "target", outcome: "unmeasured", seen };
  }
  const seen = "The same way leads into its own workspace, and the other tenant gets at the other.";
  return { by: "target", outcome: "reached", seen };
}
