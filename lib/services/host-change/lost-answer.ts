import type { HostChange } from "#lib/db/generated/client.ts";
import { ServiceError } from "#lib/services/service-error.ts";

/** What a person is told who waited for an answer that didn't come. */
export function lostAnswer({ label }: HostChange, cause: unknown): ServiceError {
  const why = cause instanceof Error ? ` ${cause.message}` : "";
  return new ServiceError("AGENT_UNREACHABLE", `It is not known whether ${label} was done.${why}`, {
    nextStep: "Bulkhead asks the host what is there now, and shows on the tenant's page what came of it.",
    cause,
  });
}

/** For whoever got an answer so late that it had been given up. */
export function settledMeanwhile({ label }: HostChange): ServiceError {
  return new ServiceError(
    "CONFLICT",
    `The host took so long that ${label} was looked at by a job meanwhile.`,
    {
      nextStep: "See under Activity what came of it.",
    },
  );
}
