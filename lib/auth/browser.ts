import { isIP } from "node:net";
import type { Browser } from "#lib/services/session/index.ts";

/**
 * The browser behind a request. The address is the last one of `x-forwarded-for`, which is what the
 * nearest proxy saw, or, without a proxy, what Next took from the connection. Earlier ones are hearsay.
 */
export function browserOf(headers: Readonly<Record<string, unknown>>): Browser {
  const forwarded = textOf(headers["x-forwarded-for"]).split(",").at(-1)?.trim() ?? "";
  return { address: isIP(forwarded) === 0 ? null : forwarded, userAgent: textOf(headers["user-agent"]) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
