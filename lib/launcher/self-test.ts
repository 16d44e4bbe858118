import { existsSync, readFileSync } from "node:fs";
import { recordLeaks } from "#lib/domain/probe/record-leaks.ts";
import { AgentCallError, AgentUnreachable } from "#lib/host-agent/client/agent-call-error.ts";
import { createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { LeakResult, PlantedRecord, SelfTestEvent } from "#lib/host-agent/contract/self-test.ts";
import { storeResult } from "./self-test/store-result.ts";
import type { Settings } from "./settings/settings.ts";
import { settingsHere } from "./settings/settings-here.ts";
import { LaunchError, messageOf } from "./terminal/launch-error.ts";
import { say } from "./terminal/progress.ts";
import { reportFailure } from "./terminal/report-failure.ts";

/** Gateways may be started between two events, which takes most of a minute each. */
const silenceMs = 5 * 60_000;

/**
 * Asks the running installation's host agent to test its own probes, and prints each leak.
 *
 * @returns 0 when every planted leak was caught
 */
async function selfTest(settings: Settings, withGateways: boolean): Promise<number> {
  const { paths } = settings;
  const startedAt = new Date().toISOString();
  const hangUp = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => hangUp.abort());
  const rows: LeakResult[] = [];
  const records: { record: PlantedRecord; heardAt: string }[] = [];
  const ended: string[] = [];
  const take = (event: SelfTestEvent) => {
    tell(event);
    if (event.type === "leak") rows.push(event.result);
    if (event.type === "record") records.push({ record: event.record, heardAt: new Date().toISOString() });
    if (event.type === "finished") {
      ended.push(event.at);
      hangUp.abort();
    }
  };
  const address = { socketPath: paths.agentSocket, token: readToken(paths) };
  const facts = await createAgentClient({ ...address, installationId: null }).call("host.facts", {});
  const { installationId } = facts;
  const agent = createAgentClient({ ...address, installationId });
  await agent.stream("self-test", { withGateways }, take, { signal: hangUp.signal, timeoutMs: silenceMs });
  const [finishedAt] = ended;
  if (finishedAt === undefined) {
    say("Cancelled. The host agent removes what was planted, and nothing is kept of the result.");
    return 130;
  }
  const result = { installationId, withGateways, leaks: rows, records, startedAt, finishedAt };
  const stored = await storeResult(settings, result);
  const isStored = "leaks" in stored;
  const all = isStored ? stored.leaks : rows;
  for (const leak of all.slice(rows.length)) tellLeak(leak);
  const caught = all.filter(({ isCaught }) => isCaught).length;
  say(`${caught} of ${all.length} planted leaks were caught.`);
  if (isStored) say("The result is on the host's page.");
  else {
    const unjudged = records.map(({ record }) => recordLeaks[record.leak]).join("; ");
    say(`The result is printed only, and not on the host's page. ${stored.problem}`);
    if (unjudged !== "") say(`Left out, because the database alone can judge it: ${unjudged}.`);
  }
  return caught === all.length && all.length > 0 ? 0 : 1;
}

function tell(event: SelfTestEvent): void {
  switch (event.type) {
    case "started":
      say(`${event.leaks.length} leaks will be planted, one at a time.`);
      return;
    case "note":
      say(event.text);
      return;
    case "leak":
      tellLeak(event.result);
      return;
    // Told when it is judged.
    case "record":
      return;
    case "finished":
      say(`Done in ${Math.round(event.durationMs / 1000)} s.`);
      return;
  }
}

function tellLeak({ isCaught, title, turnedRed, redItems, unmeasured, detail }: LeakResult): void {
  const lost = unmeasured?.found.map((item) => `${item} not measured`) ?? [];
  const seen = [...turnedRed, ...redItems, ...lost].join(", ") || "nothing turned red";
  say(`${isCaught ? "caught    " : "NOT CAUGHT"}  ${title}: ${seen}`);
  if (detail !== null) say(`            ${detail}`);
}

function readToken({ home, agentSocket, agentToken, webAgentToken }: Settings["paths"]): string {
  if (!existsSync(agentSocket)) throw notRunning(home);
  for (const file of [agentToken, webAgentToken]) {
    try {
      return readFileSync(file, "utf8").trim();
    } catch (error) {
      if (file === webAgentToken) {
        throw new LaunchError(
          `The host agent's token can't be read: ${messageOf(error)}`,
          "Run it as the user who started the installation.",
          { cause: error },
        );
      }
    }
  }
  throw notRunning(home);
}

function notRunning(home: string): LaunchError {
  return new LaunchError(
    `No installation runs in ${home}, so there is no host agent to ask.`,
    "Start it with `npm start` in another terminal, or with `npm run install-service`, then run the self-test again.",
  );
}

/** What the agent's client throws, in words for a terminal. */
function asLaunchError(error: unknown, home: string): unknown {
  if (error instanceof AgentCallError) {
    return new LaunchError(error.detail.message, error.detail.nextStep, { cause: error });
  }
  if (error instanceof AgentUnreachable) {
    return error.isRunning === false
      ? notRunning(home)
      : new LaunchError(error.message, error.nextStep, { cause: error });
  }
  return error;
}

try {
  const { settings } = settingsHere(process.env);
  try {
    process.exitCode = await selfTest(settings, process.argv.includes("--gateways"));
  } catch (error) {
    throw asLaunchError(error, settings.paths.home);
  }
} catch (error) {
  reportFailure("The self-test ended early.", error);
  process.exitCode = 1;
}
