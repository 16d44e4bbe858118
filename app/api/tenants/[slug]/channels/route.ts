import { readRoute } from "#lib/auth/read-route.ts";
import { getChannelStates } from "#lib/services/credential/index.ts";

export const GET = readRoute(getChannelStates);
