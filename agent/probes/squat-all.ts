import type { TenantLock } from "#agent/registry/tenant-lock.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import type { Attempt } from "#lib/host-agent/contract/probe.ts";
import { toAttempt } from "./assemble-attempts.ts";
import type { Participant } from "./participant.ts";
import { type SquatFindings, squatFrom } from "./squat-from.ts";

/**
 * Lets one source after the other try the ports of all stopped targets, then
 * hands over the attempts of each source. The targets' locks are held
 * meanwhile: no Gateway is started into a port that is taken for a moment. A
 * target that is being worked on already is left alone.
 */
export async function squatAll(
  participants: readonly Participant[],
  isBelieved: (source: Participant) => boolean,
  locks: TenantLock,
  signal: AbortSignal,
  send: (attempts: readonly Attempt[]) => Promise<void>,
): Promise<void> {
  const stopped = participants.filter((one) => one.gateway === null && one.prepared !== null);
  const free = stopped.filter(({ record }) => !locks.isHeld(record.slug));
  const over = Promise.withResolvers<void>();
  const held = free.map(({ record }) => locks.run(record.slug, () => over.promise));
  const findings = new Map<Participant, Map<string, SquatFindings>>();
  try {
    for (const source of participants) {
      if (source.problem === null && isBelieved(source)) {
        const found = await squatFrom(source, free).catch((error: unknown) => {
          source.problem = error instanceof Error ? error.message.slice(0, 300) : "Its probe process failed.";
          return new Map<string, SquatFindings>();
        });
        findings.set(source, found);
      }
      signal.throwIfAborted();
    }
  } finally {
    over.resolve();
    await Promise.all(held);
  }
  for (const source of participants) {
    await send(participants.flatMap((target) => squatAttempts(source, target, findings)));
  }
}

const squatProbes: readonly ProbeId[] = ["squat.base-ipv4", "squat.base-ipv6", "squat.derived"];

function squatAttempts(
  source: Participant,
  target: Participant,
  findings: ReadonlyMap<Participant, ReadonlyMap<string, SquatFindings>>,
): Attempt[] {
  if (source === target) return [];
  const { slug } = target.record;
  return squatProbes.map((probe) => {
    const finding = findings.get(source)?.get(slug)?.get(probe);
    const own = findings.get(target)?.get(slug)?.get(probe);
    const reason =
      target.gateway === null
        ? (source.problem ?? "Its ports could not be tried now.")
        : "The other tenant's Gateway runs and has its ports.";
    return toAttempt(probe, source, target, {
      finding: finding ?? { outcome: "unmeasured", seen: reason },
      control: own
        ? { by: "target", ...own }
        : { by: "nobody", outcome: "unmeasured", seen: "The other tenant did not try its own ports." },
      ms: 0,
    });
  });
}
