import { mkdirSync } from "node:fs";
import { LaunchError, messageOf } from "#lib/launcher/terminal/launch-error.ts";

/** Makes the directory of an installation unless it is there. */
export function makeHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
  } catch (error) {
    throw new LaunchError(
      `The installation's directory ${home} can't be made: ${messageOf(error)}`,
      "Set BULKHEAD_HOME to a directory that this user may write.",
      { cause: error },
    );
  }
}
