/** Every way in which a service refuses or fails; the HTTP status and the screen follow from the code. */
export const serviceErrorCodes = [
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "INVALID",
  "CONFLICT",
  "RATE_LIMITED",
  "BUSY",
  "TOO_LARGE",
  "PASSWORD_CHANGE_REQUIRED",
  "AGENT_UNREACHABLE",
  "AGENT_REFUSED",
  "INTERNAL",
] as const;
export type ServiceErrorCode = (typeof serviceErrorCodes)[number];

type Options = {
  /** What the user can do about it. */
  nextStep?: string;
  /** Messages by field name of the input schema. */
  fields?: Readonly<Record<string, string>>;
  cause?: unknown;
};

/** The one error that services throw on purpose; `message` is written for the user who meets it. */
export class ServiceError extends Error {
  readonly code: ServiceErrorCode;
  readonly nextStep: string | null;
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: ServiceErrorCode, message: string, options: Options = {}) {
    super(message, { cause: options.cause });
    this.name = "ServiceError";
    this.code = code;
    this.nextStep = options.nextStep ?? null;
    this.fields = options.fields ?? {};
  }
}

/** A foreign, unknown or removed id: all three answer alike. */
export function notFound(what: string): ServiceError {
  return new ServiceError("NOT_FOUND", `There is no such ${what}.`);
}
