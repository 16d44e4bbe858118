import { unstable_rethrow } from "next/navigation";
import type { UserActor } from "#lib/services/actor.ts";
import { errorResponse } from "#lib/services/http-error.ts";
import { requireActor } from "./current-actor.ts";
import { readQuery } from "./read-query.ts";

type RouteContext = { params: Promise<Record<string, string>> };

/**
 * A whole GET handler that a screen polls: who asks, the answer as JSON, errors as their status. The
 * service gets the query and the route's parameters as one record of strings; a parameter wins over a
 * query of its name.
 */
export function readRoute<Input>(read: (actor: UserActor, input: Input) => Promise<unknown>) {
  return async (request: Request, context: RouteContext): Promise<Response> => {
    try {
      const actor = await requireActor({ isActivity: false });
      const query = readQuery(request.url);
      const answer = await read(actor, unparsed<Input>({ ...query, ...(await context.params) }));
      return Response.json(answer, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      unstable_rethrow(error);
      return errorResponse(error);
    }
  };
}

/** The type is a promise of the service, whose schema parses what really came before using it. */
function unparsed<Input>(input: Record<string, string>): Input {
  return input as Input;
}
