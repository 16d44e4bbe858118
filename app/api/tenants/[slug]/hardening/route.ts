import { readRoute } from "#lib/auth/read-route.ts";
import { getHardening } from "#lib/services/hardening/index.ts";

export const GET = readRoute(getHardening);
