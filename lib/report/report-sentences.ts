import { mistakeRule } from "#lib/domain/mistakes/mistake-rules.ts";
import { probeCatalogue } from "#lib/domain/probe/catalogue.ts";
import { problemSentences } from "./item-problem.ts";
import type { Missing, ReportContent } from "./report-content.ts";

export const minute = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;

const missingSentences: Readonly<Record<Missing, string>> = {
  alone: "There is nobody else on this server.",
  never: "Nobody has looked at it yet.",
  outdated: "What was seen is too old, or something has changed since.",
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

export function attemptsSentence({ attempts, attemptsMissing }: ReportContent): string {
  if (attempts === null) return `Not measured: ${inSentence(attemptsMissing)}`;
  const { tenants, refused, reached, accepted, notMeasured, at } = attempts;
  const tried = count(refused + reached + accepted, "attempt");
  const taken = accepted === 0 ? "" : `, ${accepted} accepted`;
  return `From inside ${count(tenants, "other tenant")} on this server, on ${minute(at)}: ${tried} at this one’s files, processes and ports; ${refused} refused, ${reached} got through${taken}; ${notMeasured} more not measured.${acceptedWords(attempts)}`;
}

/** What got through and is answered for, from how many tenants and until when. */
function acceptedWords({ acceptedRisks }: NonNullable<ReportContent["attempts"]>): string {
  const words = acceptedRisks.map(
    ({ probe, tenants, until }) =>
      `${withoutPeriod(probeCatalogue[probe].risk)} (${count(tenants, "tenant")}; until ${until})`,
  );
  return words.length === 0 ? "" : ` Accepted: ${words.join("; ")}.`;
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
