import { readRoute } from "#lib/auth/read-route.ts";
import { listTenants } from "#lib/services/tenant/index.ts";

export const GET = readRoute(listTenants);
