import { z } from "zod";

const errorSchema = z.object({ message: z.string(), nextStep: z.string() });

/** The error column of a check, an audit, a run or a self-test; null where it says nothing that can be read. */
export function toJobError(column: unknown): { message: string; nextStep: string } | null {
  const parsed = errorSchema.safeParse(column);
  return parsed.success ? parsed.data : null;
}
