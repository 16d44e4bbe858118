import { readRoute } from "#lib/auth/read-route.ts";
import { listHosts } from "#lib/services/host/index.ts";

export const GET = readRoute(listHosts);
