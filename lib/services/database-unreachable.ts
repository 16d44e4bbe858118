import { z } from "zod";
import { Prisma } from "#lib/db/generated/client.ts";

const prismaCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2037"]);
// admin_shutdown, crash_shutdown, cannot_connect_now, too_many_connections
const postgresCodes = new Set(["57P01", "57P02", "57P03", "53300"]);
const socketCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"]);

/** Where Prisma keeps Postgres' own code of an error. */
const metaSchema = z.object({
  driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }),
});

/** True when an error says that Postgres is stopped, starting or out of reach. */
export function isDatabaseUnreachable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const meta = metaSchema.safeParse(error.meta);
    return (
      prismaCodes.has(error.code) ||
      // Prisma passes on the code of a socket that failed, ENOENT for one that isn't there.
      socketCodes.has(error.code) ||
      error.code === "ENOENT" ||
      (meta.success && postgresCodes.has(meta.data.driverAdapterError.cause.originalCode))
    );
  }
  return error instanceof Error && (isConnectionError(error) || isDatabaseUnreachable(error.cause));
}

/** What pg throws when a transaction can't begin or Postgres is killed comes through Prisma as it is. */
function isConnectionError(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  const hasNoSocket = code === "ENOENT" && "syscall" in error && error.syscall === "connect";
  return socketCodes.has(code) || hasNoSocket || error.message.startsWith("Connection terminated");
}
