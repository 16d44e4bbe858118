import type { z } from "zod";
import { ServiceError } from "./service-error.ts";

/**
 * The second line of every service verb.
 *
 * @throws ServiceError INVALID with the first message of each field
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const name = issue.path.join(".");
    fields[name] ??= issue.message;
  }
  throw new ServiceError("INVALID", "Some of what was entered can't be used.", {
    nextStep: "Correct the marked fields and try again.",
    fields,
    cause: result.error,
  });
}
