import { readRoute } from "#lib/auth/read-route.ts";
import { getProbePair } from "#lib/services/probe/index.ts";

export const GET = readRoute(getProbePair);
