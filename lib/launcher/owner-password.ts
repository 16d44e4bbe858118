import { askOwner, describeSignIn } from "./owner/ask-owner.ts";
import { connectionProblem } from "./postgres/connection-problem.ts";
import { readEmbeddedUrl } from "./postgres/read-embedded-url.ts";
import { webEnvironment } from "./settings/child-environments.ts";
import { settingsHere } from "./settings/settings-here.ts";
import { LaunchError } from "./terminal/launch-error.ts";
import { say } from "./terminal/progress.ts";
import { reportFailure } from "./terminal/report-failure.ts";

/** The way back in for whoever has the host's command line. */
try {
  const { settings, variables, service } = settingsHere(process.env);
  const start = service === null ? "`npm start`" : "`npm run install-service`";
  const url = settings.databaseUrl ?? (await readEmbeddedUrl(settings.paths));
  const problem = await connectionProblem(url);
  if (problem !== null) {
    throw new LaunchError(
      `The database can't be reached: ${problem}`,
      `Run ${start} first, then this again.`,
    );
  }
  const owner = await askOwner("reissue", webEnvironment(settings, url, variables));
  if (!owner)
    throw new LaunchError("There is no active owner.", `Run ${start}: it makes one when there is no user.`);
  say(describeSignIn(owner));
} catch (error) {
  reportFailure("The owner's password could not be reissued.", error);
  process.exitCode = 1;
}
