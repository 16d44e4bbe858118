import type { ServiceErrorCode } from "./service-error.ts";
import { toServiceFailure } from "./service-failure.ts";

const statuses: Readonly<Record<ServiceErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID: 400,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  BUSY: 503,
  TOO_LARGE: 413,
  PASSWORD_CHANGE_REQUIRED: 403,
  AGENT_UNREACHABLE: 503,
  AGENT_REFUSED: 422,
  INTERNAL: 500,
};

/** The answer of a route handler to an error: `{ error: ServiceFailure }` with the status of its code. */
export function errorResponse(error: unknown): Response {
  const failure = toServiceFailure(error);
  return Response.json(
    { error: failure },
    {
      status: statuses[failure.code],
      headers: { "cache-control": "no-store", ...(failure.code === "BUSY" && { "retry-after": "2" }) },
    },
  );
}
