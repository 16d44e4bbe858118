import { readRoute } from "#lib/auth/read-route.ts";
import { getTenantAttempts } from "#lib/services/probe/index.ts";

export const GET = readRoute(getTenantAttempts);
