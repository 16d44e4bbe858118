import { readRoute } from "#lib/auth/read-route.ts";
import { getClient } from "#lib/services/client/index.ts";

export const GET = readRoute(getClient);
