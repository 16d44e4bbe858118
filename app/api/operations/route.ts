import { readRoute } from "#lib/auth/read-route.ts";
import { listOperations } from "#lib/services/operation/index.ts";

export const GET = readRoute(listOperations);
