import { readRoute } from "#lib/auth/read-route.ts";
import { tailLogs } from "#lib/services/gateway/index.ts";

export const GET = readRoute(tailLogs);
