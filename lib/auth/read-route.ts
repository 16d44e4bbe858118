import { unstable_rethrow } from "next/navigation";
import type { UserActor } from "#lib/services/actor.ts";
import { errorResponse } from "#lib/services/http-error.ts";
import { requireActor } from "./current-actor.ts";

type Query = Readonly<Record<string, string>>;

/**
 * A whole GET handler that a screen polls: who asks, the answer as JSON, errors as their status. The
 * query arrives as a record of strings for the service's own schema to parse.
 */
export function readRoute<Params extends Record<string, string> = Record<string, never>>(
  read: (actor: UserActor, query: Query, params: Params) => Promise<unknown>,
) {
  return async (request: Request, context: { params: Promise<Params> }): Promise<Response> => {
    try {
      const actor = await requireActor({ isActivity: false });
      const query = Object.fromEntries(new URL(request.url).searchParams);
      const answer = await read(actor, query, await context.params);
      return Response.json(answer, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      unstable_rethrow(error);
      return errorResponse(error);
    }
  };
}
