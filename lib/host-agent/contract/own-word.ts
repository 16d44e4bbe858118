import { z } from "zod";
import { wordOutcomes, wordParts } from "#lib/domain/gateway-word/compare-word.ts";

const namesSchema = z.array(z.string()).max(200).nullable();

/** What a running Gateway says of itself, beside what its host shows of the same; for an operator. */
export const ownWordSchema = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("not-asked"), reason: z.string(), at: z.iso.datetime() }),
  z.strictObject({
    status: z.literal("asked"),
    at: z.iso.datetime(),
    parts: z
      .array(
        z.strictObject({
          part: z.enum(wordParts),
          outcome: z.enum(wordOutcomes),
          /** Null where it didn't say. */
          said: z.string().nullable(),
          /** Null where it was not seen. */
          seen: z.string().nullable(),
        }),
      )
      .length(wordParts.length),
    /** Its agents' ids; null where it didn't say. */
    agents: namesSchema,
    /** "telegram: default"; null where it didn't say. */
    channels: namesSchema,
  }),
]);
export type OwnWord = z.infer<typeof ownWordSchema>;
