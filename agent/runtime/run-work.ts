import { AgentFailure } from "#agent/steps/agent-error.ts";
import type { Slug } from "#lib/domain/tenant/slug.ts";
import type { AbortReason, GatewayState } from "./gateway-state.ts";
import type { Supervision } from "./supervision.ts";

/**
 * Runs work that holds the tenant's lock, shown to others by `activity`. Its
 * signal aborts with a failure CANCELLED, which the work throws on.
 *
 * @param outer the caller's signal, which aborts when the agent shuts down
 */
export async function runWork<T>(
  supervision: Supervision,
  slug: Slug,
  activity: "starting" | "stopping",
  outer: AbortSignal,
  work: (signal: AbortSignal, state: GatewayState) => Promise<T>,
): Promise<T> {
  const state = supervision.states.of(slug);
  const abort = new AbortController();
  const shutdown = () => abort.abort(cancelled("shutdown"));
  if (outer.aborted) shutdown();
  outer.addEventListener("abort", shutdown, { once: true });
  const ended = Promise.withResolvers<void>();
  state.work = ended.promise;
  state.abort = abort;
  state.activity = activity;
  supervision.publish(slug);
  try {
    return await work(abort.signal, state);
  } finally {
    outer.removeEventListener("abort", shutdown);
    state.abort = null;
    state.activity = "idle";
    ended.resolve();
    supervision.publish(slug);
  }
}

/** Breaks off the work that holds the tenant's lock, if there is any. */
export function abortWork(state: GatewayState, reason: AbortReason): void {
  state.abort?.abort(cancelled(reason));
}

function cancelled(reason: AbortReason): AgentFailure {
  switch (reason) {
    case "killed":
      return new AgentFailure(
        "CANCELLED",
        "The Gateway was killed meanwhile.",
        "Start it again if you want it back.",
      );
    case "superseded":
      return new AgentFailure(
        "CANCELLED",
        "A later order took over.",
        "Nothing to do: the later order holds.",
      );
    case "shutdown":
      return new AgentFailure(
        "CANCELLED",
        "The host agent is shutting down, so this was broken off. The Gateway was left as it is.",
        "It is taken up again when the agent is back.",
        { isRetryable: true },
      );
  }
}
