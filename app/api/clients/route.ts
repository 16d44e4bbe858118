import { readRoute } from "#lib/auth/read-route.ts";
import { listClients } from "#lib/services/client/index.ts";

export const GET = readRoute(listClients);
