import { readRoute } from "#lib/auth/read-route.ts";
import { listProbeChanges } from "#lib/services/probe/index.ts";

export const GET = readRoute(listProbeChanges);
