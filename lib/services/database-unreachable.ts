import { Prisma } from "#lib/db/generated/client.ts";

const unreachableCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2037"]);
const connectionFailures = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "EPIPE",
  "ETIMEDOUT",
  // admin_shutdown, crash_shutdown, cannot_connect_now
  "57P01",
  "57P02",
  "57P03",
]);

/** True when an error says that Postgres is stopped, starting or out of reach. */
export function isDatabaseUnreachable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  if (error instanceof Prisma.PrismaClientKnownRequestError && unreachableCodes.has(code)) return true;
  return connectionFailures.has(code) || isDatabaseUnreachable(error.cause);
}
