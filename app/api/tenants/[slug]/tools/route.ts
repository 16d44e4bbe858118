import { readRoute } from "#lib/auth/read-route.ts";
import { getTenantTools } from "#lib/services/tool-policy/index.ts";

export const GET = readRoute(getTenantTools);
