import { readRoute } from "#lib/auth/read-route.ts";
import { getDrift } from "#lib/services/drift/index.ts";

export const GET = readRoute(getDrift);
