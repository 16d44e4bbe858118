import { readRoute } from "#lib/auth/read-route.ts";
import { listChecks } from "#lib/services/check/index.ts";

export const GET = readRoute(listChecks);
