import { randomUUID } from "node:crypto";
import { env } from "#lib/env/env.ts";
import { createLogger, type Logger } from "#lib/log/logger.ts";
import { isDatabaseUnreachable } from "./database-unreachable.ts";
import { ServiceError, type ServiceErrorCode } from "./service-error.ts";

/** A failure as a screen gets it: what happened and why, what to do, and messages by field. */
export type ServiceFailure = {
  readonly code: ServiceErrorCode;
  readonly message: string;
  readonly nextStep: string | null;
  readonly fields: Readonly<Record<string, string>>;
};

let log: Logger | undefined;

/**
 * The one place where errors become what a user reads. An error that no service threw on purpose is
 * logged under an id, and the user gets the id and nothing internal.
 */
export function toServiceFailure(error: unknown): ServiceFailure {
  if (error instanceof ServiceError) {
    return { code: error.code, message: error.message, nextStep: error.nextStep, fields: error.fields };
  }
  const errorId = randomUUID();
  log ??= createLogger("web", env().logLevel);
  log.error({ err: error, errorId }, "unexpected error");
  if (isDatabaseUnreachable(error)) {
    return {
      code: "INTERNAL",
      message: "The database doesn't answer right now.",
      nextStep: "Wait a few seconds and try again. If it goes on, look at the output of npm start.",
      fields: {},
    };
  }
  return {
    code: "INTERNAL",
    message: `Bulkhead could not finish this because of an error of its own. It is recorded under ${errorId}.`,
    nextStep: "Try again. If it happens again, look for this id in the output of npm start.",
    fields: {},
  };
}
