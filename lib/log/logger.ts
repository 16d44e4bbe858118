import pino from "pino";

export type Logger = pino.Logger;

/** One JSON line an event on standard output. Keys that could hold a secret are masked wherever they stand. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
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
  });
}
