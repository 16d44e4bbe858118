import { readRoute } from "#lib/auth/read-route.ts";
import { listDrafts } from "#lib/services/onboarding/index.ts";

export const GET = readRoute(listDrafts);
