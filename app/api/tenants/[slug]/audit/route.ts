import { readRoute } from "#lib/auth/read-route.ts";
import { getTenantAudit } from "#lib/services/audit/index.ts";

export const GET = readRoute(getTenantAudit);
