import { decode, type JWT } from "next-auth/jwt";
import { z } from "zod";
import { env } from "#lib/env/env.ts";
import type { SessionRef } from "#lib/services/session/index.ts";
import { authSecret } from "./auth-secret.ts";

const refSchema = z.object({ userId: z.uuid(), sessionId: z.uuid() });

/** The cookie that names a browser's session. */
export function sessionCookie() {
  return ownCookie("bulkhead.session");
}

/**
 * A cookie that scripts don't see. Over https it is for https alone, and its name makes the browser
 * enforce that and take it from this very host only, not from a neighbour in its domain.
 */
export function ownCookie(name: string) {
  const secure = isHttps();
  return {
    name: `${secure ? "__Host-" : ""}${name}`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure },
  } as const;
}

export function isHttps(): boolean {
  return env().publicUrl.startsWith("https://");
}

/** Which session a cookie names; null when it isn't one of ours, was altered or is too old. */
export async function readSessionCookie(value: string): Promise<SessionRef | null> {
  let token: JWT | null;
  try {
    token = await decode({ token: value, secret: authSecret() });
  } catch {
    return null;
  }
  return sessionRefOf(token);
}

/** The session that a decrypted token names. */
export function sessionRefOf(token: unknown): SessionRef | null {
  const parsed = refSchema.safeParse(token);
  return parsed.success ? parsed.data : null;
}
