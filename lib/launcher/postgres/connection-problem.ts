import { Client } from "pg";
import { messageOf } from "#lib/launcher/terminal/launch-error.ts";

/** Why the server doesn't take a connection with this URL now; null when it does. Never holds the password. */
export async function connectionProblem(url: string): Promise<string | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that goes away right after the handshake must not bring the launcher down.
  client.on("error", () => {});
  try {
    await client.connect();
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A host with several addresses fails with several errors and no message of its own.
    return messageOf(error) || code || "no answer";
  } finally {
    await client.end().catch(() => {});
  }
}
