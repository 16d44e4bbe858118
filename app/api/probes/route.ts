import { readRoute } from "#lib/auth/read-route.ts";
import { getProbeMap } from "#lib/services/probe/index.ts";

export const GET = readRoute(getProbeMap);
