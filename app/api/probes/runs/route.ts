import { readRoute } from "#lib/auth/read-route.ts";
import { listProbeRuns } from "#lib/services/probe/index.ts";

export const GET = readRoute(listProbeRuns);
