import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import type { UserActor } from "#lib/services/actor.ts";
import { errorResponse } from "#lib/services/http-error.ts";
import { parseInput } from "#lib/services/parse-input.ts";
import { requireActor } from "./current-actor.ts";
import { readQuery } from "./read-query.ts";

/** What no service could take is a bad request, even where an id that isn't one is "not found". */
const asText = z.record(z.string(), z.string());
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
      const asked = parseInput(asText, { ...readQuery(request.url), ...(await context.params) });
      const answer = await read(actor, unparsed<Input>(asked));
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
