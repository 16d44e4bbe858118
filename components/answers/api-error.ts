import type { ActionResult } from "#lib/actions/action-result.ts";

/** What every failure looks like to a screen, wherever it came from. */
export type Failure = {
  readonly code: string;
  /** What happened and why. */
  readonly message: string;
  readonly nextStep: string | null;
  /** Messages by field name. */
  readonly fields: Readonly<Record<string, string>>;
};

/** An answer of the server that says no. `status` is null for server actions. */
export class ApiError extends Error implements Failure {
  readonly status: number | null;
  readonly code: string;
  readonly nextStep: string | null;
  readonly fields: Readonly<Record<string, string>>;

  constructor(failure: Failure, status: number | null) {
    super(failure.message);
    this.name = "ApiError";
    this.status = status;
    this.code = failure.code;
    this.nextStep = failure.nextStep;
    this.fields = failure.fields;
  }
}

/** The value of an action's result; throws its failure, so that a mutation sees it as an error. */
export async function unwrapAction<Value>(result: Promise<ActionResult<Value>>): Promise<Value> {
  const settled = await result;
  if (!settled.ok) {
    throw new ApiError(settled.error, null);
  }
  return settled.value;
}

/** Words for any error a query or mutation may end with. */
export function toFailure(error: unknown): Failure {
  if (error instanceof ApiError) {
    return error;
  }
  return {
    code: "UNREACHABLE",
    message: "The dashboard doesn't answer.",
    nextStep: "Check that Bulkhead is running and that this computer is online, then try again.",
    fields: {},
  };
}
