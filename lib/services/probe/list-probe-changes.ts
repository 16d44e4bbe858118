import { z } from "zod";
import { changeKinds, compareAttempts } from "#lib/domain/probe/compare-attempts.ts";
import { type Actor, authorize } from "#lib/services/actor.ts";
import { type Page, pageFields, pageWindow } from "#lib/services/page.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { notFound } from "#lib/services/service-error.ts";
import { previousRun } from "./get-probe-map.ts";
import { countedRuns, readPairs } from "./host-attempts.ts";
import type { ProbeChangeDto } from "./probe-dto.ts";
import { loadProbeHost } from "./probe-host.ts";

export const probeChangesInput = z.object({ hostId: z.uuid(), ...pageFields });
export type ProbeChangesInput = z.input<typeof probeChangesInput>;

/** What the newest complete run saw otherwise than the one before, new failures first. */
export async function listProbeChanges(
  actor: Actor,
  input: ProbeChangesInput,
): Promise<Page<ProbeChangeDto>> {
  authorize(actor, "host.read");
  const query = parseInput(probeChangesInput, input);
  const host = await loadProbeHost(query.hostId);
  if (host === null) throw notFound("host");
  const { complete } = await countedRuns(host.id);
  const previous = await previousRun(complete);
  if (complete === null || previous === null) return { rows: [], total: 0, ...query };
  const [before, after] = await Promise.all([readPairs(previous), readPairs(complete)]);
  const present = new Set(host.tenants.map(({ slug }) => slug));
  const all = [...after].flatMap(([key, verdicts]) => {
    const [source = "", target = ""] = key.split(" ");
    const earlier = before.get(key);
    if (earlier === undefined || !present.has(source) || !present.has(target)) return [];
    return compareAttempts(earlier, verdicts).map((change) => ({ source, target, ...change }));
  });
  const sorted = changeKinds.flatMap((kind) => all.filter((change) => change.kind === kind));
  const { skip, take } = pageWindow(query);
  return {
    rows: sorted.slice(skip, skip + take),
    total: sorted.length,
    page: query.page,
    pageSize: query.pageSize,
  };
}
