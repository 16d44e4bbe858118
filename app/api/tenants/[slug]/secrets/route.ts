import { readRoute } from "#lib/auth/read-route.ts";
import { getSecretStates } from "#lib/services/credential/index.ts";

export const GET = readRoute(getSecretStates);
