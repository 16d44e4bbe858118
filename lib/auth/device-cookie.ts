import { createHmac, hkdfSync, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { KnownDevice } from "#lib/services/session/index.ts";

/** How long a browser stays known after the last sign-in from it, in seconds. */
export const deviceSeconds = 180 * 24 * 3600;

const uuid = z.uuid();

/**
 * Which browser this cookie's value names and whose it is: null unless this
 * installation wrote it for that account, and lately. It opens nothing: it only
 * keeps its browser out of the limits that strangers can use up.
 *
 * @param now milliseconds since 1970
 */
export function readDevice(value: string, secret: string, now: number): KnownDevice | null {
  const [userId = "", deviceId = "", until = "", signature = "", ...more] = value.split(".");
  const [expected, given] = [sign(`${userId}.${deviceId}.${until}`, secret), signature].map((text) =>
    Buffer.from(text),
  );
  if (more.length > 0 || !expected || !given || expected.length !== given.length) return null;
  if (!timingSafeEqual(expected, given) || !(Number(until) * 1000 > now)) return null;
  return uuid.safeParse(userId).success ? { userId, deviceId } : null;
}

/** The cookie for a browser that was signed in from just now. It stays the same browser for the same account. */
export function writeDevice(userId: string, before: KnownDevice | null, secret: string, now: number): string {
  const deviceId = before?.userId === userId ? before.deviceId : randomUUID();
  const text = `${userId}.${deviceId}.${Math.floor(now / 1000) + deviceSeconds}`;
  return `${text}.${sign(text, secret)}`;
}

function sign(text: string, secret: string): string {
  // A key of its own: what signs devices must not open sessions.
  const key = Buffer.from(hkdfSync("sha256", secret, "", "bulkhead device cookie", 32));
  return createHmac("sha256", key).update(text).digest("base64url");
}
