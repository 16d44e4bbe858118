import { Prisma } from "#lib/db/generated/client.ts";

/** True when a row was refused because a unique index already holds its value. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
