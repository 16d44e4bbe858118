const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A session ends this long after it was last used. */
export const idleLimitMs = 12 * hourMs;
/** A session ends this long after sign-in, used or not. */
export const absoluteLimitMs = 7 * 24 * hourMs;
/** How far `lastSeenAt` may lag, so that a read doesn't mean a write. */
export const touchEveryMs = minuteMs;

/** Prisma's filter for sessions that still hold at a moment. */
export function liveSession(now: Date) {
  return {
    revokedAt: null,
    expiresAt: { gt: now },
    lastSeenAt: { gt: new Date(now.getTime() - idleLimitMs) },
  };
}
