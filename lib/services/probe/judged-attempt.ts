import { z } from "zod";
import { judgeAttempt } from "#lib/domain/probe/judge-attempt.ts";
import { type Attempt, attemptSchema } from "#lib/host-agent/contract/probe.ts";

/** One attempt of a pair and how it ended, as the attempts column keeps it. */
export const judgedAttemptSchema = attemptSchema.omit({ source: true, target: true }).extend({
  verdict: z.enum(["proven", "failed", "not-measured", "not-applicable"]),
  reason: z.string().nullable(),
});
export type JudgedAttempt = z.infer<typeof judgedAttemptSchema>;

/** A probe that this version doesn't know is left out; it counts as not tried. */
export const attemptsColumn = z
  .array(judgedAttemptSchema.nullable().catch(null))
  .transform((list) => list.filter((attempt) => attempt !== null))
  .catch([]);

export function judge({ source: _source, target: _target, ...attempt }: Attempt): JudgedAttempt {
  const { control } = attempt;
  const storable = {
    ...attempt,
    seen: storableText(attempt.seen),
    control: { ...control, seen: storableText(control.seen) },
  };
  return { ...storable, ...judgeAttempt(storable) };
}

/** What a tenant's process wrote may hold what Postgres refuses in JSON: NUL and half a surrogate pair. */
function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "");
}
