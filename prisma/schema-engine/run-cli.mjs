import { createDatabase, readConnection, withClient } from "./connection.mjs";

/** Prisma's codes for the errors of a server that can't be reached. */
const prismaCodes = {
  "3D000": "P1003",
  "28P01": "P1000",
  28000: "P1000",
  ECONNREFUSED: "P1001",
  ENOTFOUND: "P1001",
};

/**
 * The engine's commands beside its protocol.
 *
 * @returns the exit code
 */
export async function runCli(command, url) {
  try {
    if (command === "can-connect-to-database") await withClient(readConnection(url).url, async () => {});
    else if (command === "create-database") await createDatabase(url);
    else throw new Error(`Unsupported command: cli ${command}`);
    return 0;
  } catch (error) {
    const fields = {
      message: error.message || String(error),
      error_code: prismaCodes[error.code] ?? "P1001",
      is_panic: false,
    };
    process.stderr.write(
      `\n${JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields })}\n`,
    );
    return 1;
  }
}
