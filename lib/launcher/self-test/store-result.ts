import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { connectionProblem } from "#lib/launcher/postgres/connection-problem.ts";
import { readEmbeddedUrl } from "#lib/launcher/postgres/read-embedded-url.ts";
import { exitOf } from "#lib/launcher/process/child.ts";
import { webEnvironment } from "#lib/launcher/settings/child-environments.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { messageOf } from "#lib/launcher/terminal/launch-error.ts";
import type { RecordSelfTestInput } from "#lib/services/self-test/record-self-test.ts";

/** Keeps the result for the host's page. Null when it is kept, else why it is printed only. */
export async function storeResult(settings: Settings, result: RecordSelfTestInput): Promise<string | null> {
  let url: string;
  try {
    url = settings.databaseUrl ?? (await readEmbeddedUrl(settings.paths));
  } catch (error) {
    return messageOf(error);
  }
  const problem = await connectionProblem(url);
  if (problem !== null) return `The database can't be reached: ${problem}`;
  const child = fork(path.join(import.meta.dirname, "store-entry.ts"), [], {
    env: webEnvironment(settings, url, process.env),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.send(result);
  const answer = await Promise.race([once(child, "message"), exitOf(child)]);
  return Array.isArray(answer) ? null : "The lines above say why.";
}
