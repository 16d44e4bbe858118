import { readRoute } from "#lib/auth/read-route.ts";
import { getCheck } from "#lib/services/check/index.ts";

export const GET = readRoute(getCheck);
