import { worstVerdict } from "#lib/domain/checklist/verdict.ts";
import { countAttempts, judgePair } from "#lib/domain/probe/judge-pair.ts";
import type { PairVerdicts } from "#lib/domain/probe/marks.ts";
import type { TriedWallDto } from "./fleet-dto.ts";

type Direction = { readonly source: string; readonly target: string; readonly verdicts: PairVerdicts };

/** Pairs of tenants between which everything was refused both ways, or something got through; each named once. */
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
      failed: countAttempts(one.verdicts).failed,
    }));
    const verdict = worstVerdict(both.map((one) => one.verdict));
    if (verdict !== "failed" && verdict !== "proven") return [];
    const failed = both.reduce((sum, one) => sum + one.failed, 0);
    const worse = both.toSorted((one, other) => other.failed - one.failed)[0];
    const breach = verdict === "failed" && worse !== undefined ? { from: worse.from, to: worse.to } : null;
    return [{ a, b, verdict, failed, breach }];
  });
}
