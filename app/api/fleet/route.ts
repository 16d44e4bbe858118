import { readRoute } from "#lib/auth/read-route.ts";
import { getFleet } from "#lib/services/fleet/index.ts";

export const GET = readRoute(getFleet);
