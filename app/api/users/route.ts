import { readRoute } from "#lib/auth/read-route.ts";
import { listUsers } from "#lib/services/user/index.ts";

export const GET = readRoute(listUsers);
