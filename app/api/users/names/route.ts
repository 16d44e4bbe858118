import { readRoute } from "#lib/auth/read-route.ts";
import { listUserNames } from "#lib/services/user/index.ts";

export const GET = readRoute(listUserNames);
