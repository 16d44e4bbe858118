import { isIP } from "node:net";
import type { Browser } from "#lib/services/session/index.ts";

/**
 * The browser behind a request. Its address is the one that the front door noted in `clientHeader`,
 * which no client can name; what a request says of itself is believed from nobody.
 *
 * @param clientHeader null when nothing stands before the server: then no address is known
 */
export function browserOf(
  headers: Readonly<Record<string, unknown>>,
  clientHeader: string | null,
): Pick<Browser, "address" | "userAgent"> {
  const address = clientHeader === null ? "" : textOf(headers[clientHeader]);
  return { address: isIP(address) === 0 ? null : address, userAgent: textOf(headers["user-agent"]) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
