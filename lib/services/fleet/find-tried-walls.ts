import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { countAttempts, judgePair } from "#lib/domain/probe/judge-pair.ts";
import type { ShownVerdicts } from "#lib/domain/probe/verdict-string.ts";
import type { TriedWallDto } from "./fleet-dto.ts";

type Direction = { readonly source: string; readonly target: string; readonly verdicts: ShownVerdicts };

/** Pairs of tenants between which everything was refused or accepted both ways, or something got through; each named once. */
export function findTriedWalls(directions: readonly Direction[]): TriedWallDto[] {
  const back = new Map(directions.map((one) => [`${one.source} ${one.target}`, one]));
  return directions.flatMap((there) => {
    const { source: a, target: b } = there;
    const home = back.get(`${b} ${a}`);
    if (a >= b || home === undefined) return [];
    const both = [there, home].map((one) => ({
      from: one.source,
      to: one.target,
      verdict: judgePair(one.verdicts),
      counts: countAttempts(one.verdicts),
    }));
    const verdict = worstVerdict(both.map((one) => one.verdict));
    if (verdict === "not-measured") return [];
    const sum = (key: "failed" | "accepted") => both.reduce((total, one) => total + one.counts[key], 0);
    const [worse] = both.toSorted(
      (one, other) => other.counts.failed - one.counts.failed || other.counts.accepted - one.counts.accepted,
    );
    const breach = verdict !== "proven" && worse !== undefined ? { from: worse.from, to: worse.to } : null;
    return [{ a, b, verdict, failed: sum("failed"), accepted: sum("accepted"), breach }];
  });
}
