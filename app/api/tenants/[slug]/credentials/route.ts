import { readRoute } from "#lib/auth/read-route.ts";
import { getCredentials } from "#lib/services/credential/index.ts";

export const GET = readRoute(getCredentials);
