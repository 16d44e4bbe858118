import { shedInheritance } from "#lib/process/shed-inheritance.ts";
import { readAgentEnv } from "./agent-env.ts";
import { openAgent, serveAgent } from "./open-agent.ts";
import { HomeLocked } from "./registry/home-lock.ts";
import { startWatchdog } from "./watchdog/watchdog.ts";

// Whoever starts an agent by hand passes nothing on to the Gateways.
shedInheritance();
const env = readAgentEnv(process.env, process.getuid?.() === 0);
const command = process.argv[2];

try {
  if (command === undefined) await serve();
  else if (command === "down") await down();
  else throw new Error(`Unknown command "${command}". Use none, or "down".`);
} catch (error) {
  console.error(error instanceof HomeLocked ? error.message : error);
  process.exit(1);
}

/** Runs until it is told to end, or until the launcher is gone. Gateways belong to nobody and go on. */
async function serve(): Promise<void> {
  const ended = Promise.withResolvers<string>();
  process.once("SIGTERM", () => ended.resolve("SIGTERM"));
  process.once("SIGINT", () => ended.resolve("SIGINT"));
  process.once("disconnect", () => ended.resolve("the launcher is gone"));
  const agent = await openAgent(env);
  const watchdog = await startWatchdog(agent.context.paths.agent);
  const stopServing = await serveAgent(agent, env);
  if (process.connected) process.send?.({ type: "ready" });
  agent.log.info({ home: env.home, isRoot: agent.context.isRoot }, "ready");
  const reason = await ended.promise;
  agent.log.info({ reason }, "ending; Gateways go on running");
  await stopServing();
  await agent.close();
  await watchdog.stop();
  process.exit(0);
}

/** Stops every Gateway and says which. What is desired stays, so the next start brings them back. */
async function down(): Promise<void> {
  const agent = await openAgent({ ...env, logLevel: "error" });
  let count = 0;
  let failures = 0;
  await agent.supervisor.stopAll(({ slug, pid, error }) => {
    if (error === null) {
      count += 1;
      console.log(`Stopped the Gateway of ${slug} (pid ${pid}).`);
    } else {
      failures += 1;
      console.error(`The Gateway of ${slug} (pid ${pid}) could not be stopped: ${error}`);
    }
  });
  await agent.close();
  if (count === 0 && failures === 0) console.log("No Gateway was running.");
  process.exit(failures === 0 ? 0 : 1);
}
