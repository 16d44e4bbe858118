import { z } from "zod";
import { Prisma } from "#lib/db/generated/client.ts";
import { ServiceError } from "#lib/services/service-error.ts";

const overlapTries = 5;
const exclusionViolation = "23P01";
const causeSchema = z.object({
  driverAdapterError: z.object({
    cause: z.object({ code: z.string().optional(), originalCode: z.string().optional() }),
  }),
});

/** True when Postgres refused a port block because it overlaps another of the same host. */
function isOverlap(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const meta = causeSchema.safeParse(error.meta);
  if (!meta.success) return false;
  const { code, originalCode } = meta.data.driverAdapterError.cause;
  return code === exclusionViolation || originalCode === exclusionViolation;
}

/** Runs a transaction again when somebody else was quicker to take its port block. */
export async function whileOverlapping<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (!isOverlap(error) || attempt === overlapTries) throw error;
    }
  }
}

export function isSlugTaken(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    error.code === "P2002" &&
    JSON.stringify(error.meta ?? {}).includes("slug")
  );
}

export function slugTaken(slug: string): ServiceError {
  return new ServiceError("CONFLICT", `The slug ${slug} belongs to another tenant.`, {
    nextStep: "Choose another slug.",
    fields: { slug: "Another tenant has this slug. Choose another." },
  });
}
