import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { z } from "zod";
import { type LeakResult, leakResultSchema } from "#lib/host-agent/contract/self-test.ts";
import { connectionProblem } from "#lib/launcher/postgres/connection-problem.ts";
import { readEmbeddedUrl } from "#lib/launcher/postgres/read-embedded-url.ts";
import { exitOf } from "#lib/launcher/process/child.ts";
import { webEnvironment } from "#lib/launcher/settings/child-environments.ts";
import type { Settings } from "#lib/launcher/settings/settings.ts";
import { messageOf } from "#lib/launcher/terminal/launch-error.ts";
import type { RecordSelfTestInput } from "#lib/services/self-test/record-self-test.ts";

type Stored =
  /** With those leaks that were judged while it was kept. */
  { readonly leaks: readonly LeakResult[] } | { readonly problem: string };

const answerSchema = z.object({ leaks: z.array(leakResultSchema) });

/** Keeps the result for the host's page, or says why it can't be. */
export async function storeResult(settings: Settings, result: RecordSelfTestInput): Promise<Stored> {
  let url: string;
  try {
    url = settings.databaseUrl ?? (await readEmbeddedUrl(settings.paths));
  } catch (error) {
    return { problem: messageOf(error) };
  }
  const problem = await connectionProblem(url);
  if (problem !== null) return { problem: `The database can't be reached: ${problem}` };
  const child = fork(path.join(import.meta.dirname, "store-entry.ts"), [], {
    env: webEnvironment(settings, url, process.env),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.send(result);
  const answer = await Promise.race([once(child, "message"), exitOf(child)]);
  return Array.isArray(answer) ? answerSchema.parse(answer[0]) : { problem: "The lines above say why." };
}
