import path from "node:path";
import { installService } from "./service/install-service.ts";
import { previewService } from "./service/preview-service.ts";
import { removeService } from "./service/remove-service.ts";
import { settingsHere } from "./settings/settings-here.ts";
import { say } from "./terminal/progress.ts";
import { reportFailure } from "./terminal/report-failure.ts";

const root = path.resolve(import.meta.dirname, "../..");
const asked = new Set(process.argv.slice(2));

// Modes of what is made here are meant as they are written.
process.umask(0o022);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
try {
  // Root's, whoever looks at what would be written.
  const here = settingsHere(process.env, 0);
  if (asked.has("--dry-run")) await previewService(here, root);
  else if (asked.has("--remove")) await removeService(here);
  else await installService(here, { root, mayInstall: asked.has("--yes"), signal: stopping.signal });
} catch (error) {
  process.exitCode = 1;
  if (stopping.signal.aborted) say("Stopped. What ran before runs on as it was.");
  else reportFailure(`The service could not be ${asked.has("--remove") ? "removed" : "installed"}.`, error);
}
