import pino from "pino";

export type Logger = pino.Logger;

/** One JSON line an event. Keys that could hold a secret are masked at the top and one level below. */
export function createLogger(
  name: string,
  level: string,
  stream: pino.DestinationStream = pino.destination(1),
): Logger {
  const options: pino.LoggerOptions = {
    name,
    level,
    serializers: { err: describeError },
    redact: {
      paths: [
        "token",
        "password",
        "secret",
        "authorization",
        "*.token",
        "*.password",
        "*.secret",
        "*.authorization",
      ],
      censor: "[masked]",
    },
  };
  return pino(options, stream);
}

/** Libraries hang whole clients on their errors, with keys of connections in them. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return error;
  const { type, message, stack, code } = pino.stdSerializers.err(error);
  return { type, message, code, stack };
}
