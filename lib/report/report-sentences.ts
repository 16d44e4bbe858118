import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import { probeOf } from "#lib/domain/probe/probes.ts";
import { problemSentences } from "./item-problem.ts";
import type { GotThrough, Missing, ReportContent } from "./report-content.ts";

export const minute = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;

const missingSentences: Readonly<Record<Missing, string>> = {
  alone: "There is nobody else on this server.",
  never: "Nobody has looked at it yet.",
  outdated: "What was seen is too old, or something has changed since.",
  silent: "The server can’t be reached, so nobody can say whether it is still so.",
  failed: "It could not be looked at.",
};

type Row = ReportContent["items"][number];

/** What came of looking at an item, in words made from its codes alone. */
export function itemSentence({ verdict, problems, missing, acceptedUntil }: Row): string {
  const wrong = problems.map((problem) => problemSentences[problem]).join(" ");
  switch (verdict) {
    case "proven":
      return "This client’s alone, as seen on the server.";
    case "failed":
      return wrong;
    case "accepted": {
      const until = acceptedUntil === null ? "" : ` until ${acceptedUntil}`;
      return `The operator knows of it and answers for it${until}. ${wrong}`;
    }
    case "not-measured":
      return missingSentences[missing ?? "failed"];
  }
}

export function attemptsSentence({ attempts, attemptsMissing, reachedOthers }: ReportContent): string {
  const atOthers = listed(
    "From this tenant to others, as seen from there",
    reachedOthers.map((one) => riskOf(one, "to")),
  );
  if (attempts === null) return `Not measured: ${inSentence(attemptsMissing)}${atOthers}`;
  const { tenants, refused, reached, accepted, notMeasured, notApplicable, at } = attempts;
  const tried = count(refused + reached + accepted, "attempt");
  const taken = accepted === 0 ? "" : `, ${accepted} accepted`;
  const when = at === null ? "" : `, on ${minute(at)}`;
  const moot =
    notApplicable === 0
      ? ""
      : `; ${notApplicable} more had nothing there to reach, such as a browser that is off`;
  const reachedIt = listed(
    "Got through",
    attempts.reachedRisks.map((one) => riskOf(one, "from")),
  );
  return `From inside ${count(tenants, "other tenant")} on this server${when}: ${tried} at this one’s files, processes and ports; ${refused} refused, ${reached} got through${taken}; ${notMeasured} more not measured${moot}.${reachedIt}${atOthers}${acceptedWords(attempts)}`;
}

/** What got through and is answered for, from how many tenants and until when. */
function acceptedWords({ acceptedRisks }: NonNullable<ReportContent["attempts"]>): string {
  const words = acceptedRisks.map(
    ({ probe, tenants, until }) =>
      `${withoutPeriod(probeOf(probe).risk)} (${count(tenants, "tenant")}; until ${until})`,
  );
  return words.length === 0 ? "" : ` Accepted: ${words.join("; ")}.`;
}

/** What one kind of attempt that got through means, and between how many tenants it did. */
function riskOf({ probe, tenants }: GotThrough, towards: "from" | "to"): string {
  return `${withoutPeriod(probeOf(probe).risk)} (${towards} ${count(tenants, "tenant")})`;
}

/** There is one page: the rest is counted. */
const mostNamed = 3;

/** Probes of several ways may mean the same. */
function listed(title: string, risks: readonly string[]): string {
  const words = [...new Set(risks)];
  if (words.length === 0) return "";
  const rest = words.length - mostNamed;
  return ` ${title}: ${[...words.slice(0, mostNamed), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; ")}.`;
}

export function mistakesSentence({ mistakes }: ReportContent): string {
  if (mistakes === null) return "Not measured: nobody has looked for them yet.";
  const { lookedFor, open, accepted, notMeasured, at, playbookVersion } = mistakes;
  const titles = open.map((rule) => mistakeRule(rule).title);
  const found = open.length === 0 ? "none open" : `${open.length} open (${titles.join("; ")})`;
  const answered = accepted.map(({ rule, until }) => `${mistakeRule(rule).title}, until ${until}`);
  const taken =
    accepted.length === 0 ? "none accepted" : `${accepted.length} accepted (${answered.join("; ")})`;
  return `${lookedFor} looked for on ${minute(at)} (rules ${playbookVersion}): ${found}, ${taken}, ${notMeasured} not measured.`;
}

const wordSentences: Readonly<Record<ReportContent["ownWord"], string>> = {
  same: "Its server process says the same of itself as the server shows.",
  other: "It says something else of itself than the server shows.",
  unheard: "Not measured.",
};

export function wordSentence({ ownWord }: ReportContent): string {
  return wordSentences[ownWord];
}

export function auditSentence({ audit, auditMissing }: ReportContent): string {
  if (audit === null) return `Not measured: ${inSentence(auditMissing)}`;
  const { critical, warn, info, suppressed } = audit;
  const hidden = suppressed === 0 ? "none suppressed" : `${suppressed} suppressed by configuration`;
  return `Run inside this boundary on ${minute(audit.at)} (OpenClaw ${audit.version}): ${critical} critical, ${count(warn, "warning")}, ${count(info, "note")}; ${hidden}.`;
}

function inSentence(missing: Missing | null): string {
  const sentence = missingSentences[missing ?? "never"];
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function withoutPeriod(text: string): string {
  return text.replace(/\.$/, "");
}
