import { readRoute } from "#lib/auth/read-route.ts";
import { getTenantRisks } from "#lib/services/risk/index.ts";

export const GET = readRoute(getTenantRisks);
