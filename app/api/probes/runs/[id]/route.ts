import { readRoute } from "#lib/auth/read-route.ts";
import { getProbeRun } from "#lib/services/probe/index.ts";

export const GET = readRoute(getProbeRun);
