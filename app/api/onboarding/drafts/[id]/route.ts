import { readRoute } from "#lib/auth/read-route.ts";
import { getDraft } from "#lib/services/onboarding/index.ts";

export const GET = readRoute(getDraft);
