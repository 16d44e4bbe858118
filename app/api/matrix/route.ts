import { readRoute } from "#lib/auth/read-route.ts";
import { getMatrix } from "#lib/services/fleet/index.ts";

export const GET = readRoute(getMatrix);
