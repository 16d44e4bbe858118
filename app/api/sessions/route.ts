import { readRoute } from "#lib/auth/read-route.ts";
import { listOwnSessions, listUserSessions } from "#lib/services/session/index.ts";

/** One's own sessions, or with `?userId=` somebody's. */
export const GET = readRoute((actor, { userId }: { userId?: string }) =>
  userId === undefined ? listOwnSessions(actor) : listUserSessions(actor, { userId }),
);
