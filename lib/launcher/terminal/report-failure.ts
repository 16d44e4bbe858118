import { LaunchError } from "./launch-error.ts";

/** Prints what a command failed with. Expected failures are told without a stack. */
export function reportFailure(what: string, error: unknown): void {
  if (error instanceof LaunchError) {
    process.stderr.write(`\n${error.message}\n${error.nextStep}\n`);
    return;
  }
  process.stderr.write(`\n${what}\n${error instanceof Error ? error.stack : error}\n`);
}
