import { homedir } from "node:os";
import { webEnvironment } from "./child-environments.ts";
import { LaunchError } from "./launch-error.ts";
import { askOwner, describeSignIn } from "./owner/ask-owner.ts";
import { connectionProblem } from "./postgres/connection-problem.ts";
import { readEmbeddedUrl } from "./postgres/read-embedded-url.ts";
import { say } from "./progress.ts";
import { reportFailure } from "./report-failure.ts";
import { readSettings } from "./settings.ts";

/** The way back in for whoever has the host's command line. */
try {
  const settings = readSettings(process.env, { uid: process.getuid?.() ?? 0, homeDirectory: homedir() });
  const url = settings.databaseUrl ?? (await readEmbeddedUrl(settings.paths));
  const problem = await connectionProblem(url);
  if (problem !== null) {
    throw new LaunchError(
      `The database can't be reached: ${problem}`,
      "Run `npm start` first, then this again.",
    );
  }
  const owner = await askOwner("reissue", webEnvironment(settings, url, process.env));
  if (!owner)
    throw new LaunchError(
      "There is no active owner.",
      "Run `npm start`: it makes one when there is no user.",
    );
  say(describeSignIn(owner));
} catch (error) {
  reportFailure("The owner's password could not be reissued.", error);
  process.exitCode = 1;
}
