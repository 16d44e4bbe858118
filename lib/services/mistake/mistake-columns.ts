import { z } from "zod";
import { type MistakeId, mistakeFixes, mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import type { FaultDto } from "#lib/services/mistake/mistake-dto.ts";

/** What a rule said of a tenant. */
const ruleResultSchema = z.object({
  ruleId: z.enum(mistakeIds),
  state: z.enum(["found", "clean", "not-measured"]),
  reason: z.string().nullable(),
});
export type RuleResult = z.infer<typeof ruleResultSchema>;

const cureSchema = z.discriminatedUnion("by", [
  z.object({ by: z.literal("click"), fix: z.enum(mistakeFixes), subject: z.string() }),
  z.object({ by: z.literal("hand"), step: z.string() }),
]);
const faultSchema = z.object({
  detail: z.string(),
  seenHow: z.string(),
  others: z.array(z.string()),
  cure: cureSchema.nullable().default(null),
});

export function ruleResultsOf(column: unknown): ReadonlyMap<MistakeId, RuleResult> {
  // One unreadable entry must not take the others along.
  const list = z.array(z.unknown()).catch([]).parse(column);
  return new Map(
    list.flatMap((entry) => {
      const parsed = ruleResultSchema.safeParse(entry);
      return parsed.success ? [[parsed.data.ruleId, parsed.data] as const] : [];
    }),
  );
}

export function faultsOf(column: unknown): FaultDto[] {
  return z.array(faultSchema).catch([]).parse(column);
}
