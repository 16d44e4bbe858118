/** A failure that the person at the terminal can act on: printed as it stands, without a stack. */
export class LaunchError extends Error {
  readonly nextStep: string;

  constructor(message: string, nextStep: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "LaunchError";
    this.nextStep = nextStep;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
