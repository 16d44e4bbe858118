import { readRoute } from "#lib/auth/read-route.ts";
import { getTenant } from "#lib/services/tenant/index.ts";

export const GET = readRoute(getTenant);
