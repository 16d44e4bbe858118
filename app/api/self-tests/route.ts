import { readRoute } from "#lib/auth/read-route.ts";
import { listSelfTests } from "#lib/services/self-test/index.ts";

export const GET = readRoute(listSelfTests);
