import { readRoute } from "#lib/auth/read-route.ts";
import { getOperation } from "#lib/services/operation/index.ts";

export const GET = readRoute(getOperation);
