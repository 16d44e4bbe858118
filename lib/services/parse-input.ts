import type { z } from "zod";
import { findUnsound } from "#lib/domain/text/find-unsound.ts";
import { ServiceError } from "./service-error.ts";

/**
 * The second line of every service verb. What no column can hold is refused
 * here, whatever the schema says of its fields.
 *
 * @throws ServiceError INVALID with the first message of each field
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const unsound = findUnsound(input);
  if (unsound !== null) throw refused({ [unsound.path]: unsound.problem });
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const name = issue.path.join(".");
    fields[name] ??= issue.message;
  }
  throw refused(fields, result.error);
}

function refused(fields: Record<string, string>, cause?: unknown): ServiceError {
  return new ServiceError("INVALID", "Some of what was entered can't be used.", {
    nextStep: "Correct the marked fields and try again.",
    fields,
    cause,
  });
}
