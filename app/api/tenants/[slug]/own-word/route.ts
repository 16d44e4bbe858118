import { readRoute } from "#lib/auth/read-route.ts";
import { getOwnWord } from "#lib/services/gateway/index.ts";

export const GET = readRoute(getOwnWord);
