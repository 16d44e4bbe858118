import { readRoute } from "#lib/auth/read-route.ts";
import { listActivity } from "#lib/services/activity/index.ts";

export const GET = readRoute(listActivity);
