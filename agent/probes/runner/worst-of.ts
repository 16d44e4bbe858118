import { doubts, type Finding, reached, refusals, refused, unmeasured } from "./finding.ts";

const shownTexts = 3;

/** One finding of several tries of the same thing: any way in counts, then any doubt, then the walls. */
export function worstOf(findings: readonly Finding[], nothing: string): Finding {
  const through = findings.filter((finding) => finding.outcome === "reached");
  if (through.length > 0) {
    const proof = through.find((finding) => finding.proof !== undefined)?.proof;
    return reached(join(through), proof);
  }
  const doubtful = findings.filter((finding) => finding.outcome === "unmeasured");
  const [doubt] = doubtful.toSorted((one, other) => doubts.indexOf(one.code) - doubts.indexOf(other.code));
  if (doubt !== undefined) return unmeasured(doubt.code, join(doubtful), doubt.fact);
  const walls = findings.filter((finding) => finding.outcome === "refused");
  const [wall] = walls.toSorted((one, other) => refusals.indexOf(one.code) - refusals.indexOf(other.code));
  return wall === undefined ? unmeasured("nothing", nothing) : refused(wall.code, join(walls), wall.fact);
}

function join(findings: readonly Finding[]): string {
  const texts = [...new Set(findings.map(({ seen }) => seen))];
  const shown = texts.slice(0, shownTexts).join(" ");
  return (texts.length > shownTexts ? `${shown} And ${texts.length - shownTexts} more.` : shown).slice(
    0,
    500,
  );
}
