import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import type { KnownAttempts } from "#lib/domain/overall/overall.ts";
import { countAttempts, judgePair } from "#lib/domain/probe/judge-pair.ts";
import { type PairNow, readHostAttempts } from "./host-attempts.ts";
import { loadProbeHost } from "./probe-host.ts";

/** How the attempts against each tenant of a host and from it stand now. */
export async function attemptsOn(hostId: string, now: Date): Promise<ReadonlyMap<string, KnownAttempts>> {
  const host = await loadProbeHost(hostId);
  return knownAttempts(host === null ? [] : (await readHostAttempts(host, now)).pairs);
}

/** Both directions of each tenant together, by its slug. A tenant that is alone has none. */
export function knownAttempts(
  pairs: readonly Pick<PairNow, "source" | "target" | "verdicts">[],
): ReadonlyMap<string, KnownAttempts> {
  const known = new Map<string, KnownAttempts>();
  for (const { source, target, verdicts } of pairs) {
    const verdict = judgePair(verdicts);
    const { failed, accepted } = countAttempts(verdicts);
    for (const slug of [source, target]) {
      const before = known.get(slug) ?? { verdict, failed: 0, accepted: 0 };
      known.set(slug, {
        verdict: worstVerdict([before.verdict, verdict]),
        failed: before.failed + failed,
        accepted: before.accepted + accepted,
      });
    }
  }
  return known;
}
