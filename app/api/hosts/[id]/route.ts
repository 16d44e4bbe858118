import { readRoute } from "#lib/auth/read-route.ts";
import { getHost } from "#lib/services/host/index.ts";

export const GET = readRoute(getHost);
