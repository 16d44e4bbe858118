import path from "node:path";
import { createInterface } from "node:readline";
import { plantPrefix } from "../../staged/plant-prefix.ts";
import { arrange, arrangeBrowser, undoArrangements } from "./arrangements.ts";
import { type Finding, unmeasured } from "./finding.ts";
import { hostProbes } from "./host-probes.ts";
import { hold, knock } from "./knock.ts";
import type { Line } from "./lines.ts";
import { lookAround } from "./look-around.ts";
import { lookAtPlaces } from "./look-at-places.ts";
import { askForService, gatewayService } from "./multicast-dns.ts";
import { openOwnGateway, readOwnToken } from "./own-gateway.ts";
import { type Planted, plant } from "./plant.ts";
import type { Attempt, Command, Prepare } from "./protocol.ts";
import { type HostProbe, type Source, tryTable } from "./runner-probe.ts";
import { hear, squat } from "./squat.ts";
import { tryTarget } from "./try-target.ts";

/**
 * Tries, as one tenant, to get at others: reads orders from standard input,
 * one JSON document a line, and answers likewise. Removes what it planted when
 * it is told to, when nobody talks to it any more, and when it is ended.
 */

/** The agent ends a runner before; this is for a runner whose agent is gone and whose input stays open. */
const longestLifeMs = 6 * 60_000;
const longestCleaningMs = 10_000;

let order: Prepare | null = null;
let planted: Planted | null = null;
let release: (() => Promise<unknown>) | null = null;
let letGo = () => {};
let sockets: readonly string[] = [];
let token: string | null = null;
let announced: Promise<readonly number[] | null> = Promise.resolve(null);
let rehearsed: Finding = unmeasured("untried", "It was not tried.");
const left = { conversation: null as string | null, hasStartedBrowser: false };
let count = 0;
let unsaid = "";
const maxUnsaid = 16 * 1024;

setTimeout(end, longestLifeMs).unref();
process.on("SIGTERM", end);
for await (const line of createInterface({ input: process.stdin })) {
  await carryOut(JSON.parse(line) as Command);
}
end();

async function carryOut(command: Command): Promise<void> {
  switch (command.do) {
    case "prepare":
      return prepare(command);
    case "look":
      return say(lookAtPlaces(command));
    case "attempt":
      return attempt(command);
    case "knock":
      return say(await knock(command, sockets, order?.canary ?? ""));
    case "hold": {
      const held = await hold(command);
      letGo = held.letGo;
      return say({ type: "held", isOpen: held.isOpen });
    }
    case "let-go":
      letGo();
      letGo = () => {};
      return say({ type: "done", what: "let-go" });
    case "squat": {
      const squatted = await squat(command.ports, order?.canary ?? "");
      release = squatted.release;
      return say({ type: "squatted", taken: squatted.taken });
    }
    case "release":
      await release?.();
      release = null;
      return say({ type: "done", what: "release" });
    case "hear":
      return say({ type: "heard", answers: await hear(command.ports) });
    case "clean":
      await clean();
      return say({ type: "done", what: "clean" });
  }
}

async function prepare(command: Prepare): Promise<void> {
  order = command;
  token = readOwnToken(command.secretsFile);
  // It listens while the rest goes on.
  announced = askForService(gatewayService).catch(() => null);
  const gateway = await ownGateway();
  const browser = await arrangeBrowser(gateway);
  left.hasStartedBrowser = browser.state === "started";
  planted = await plant(command);
  const { canaries, leftFiles, socketFile, abstract, ports } = planted;
  const own: Record<string, Finding> = {};
  const tried = tryTable<HostProbe>(hostProbes, async (probe, attempt) => {
    own[probe] = await attempt(command, nextName());
  });
  // What the host keeps silent about is waited for, and so is a Gateway.
  const [arranged] = await Promise.all([arrange(gateway, command, token), tried]);
  const { sessions, conversation, isShown, device } = arranged;
  left.conversation = conversation;
  rehearsed = device.finding;
  if (typeof gateway !== "string") gateway.close();
  const shown = { sessions, conversation: isShown ? conversation : null };
  const found = { ...shown, browser, removedDevice: device.removed, own };
  say({ type: "prepared", canaries, leftFiles, socketFile, abstract, ports, ...found });
}

async function attempt(command: Attempt): Promise<void> {
  const gateway = await ownGateway();
  const workspace = order?.workspace ?? "";
  const sought = new Set(command.targets.flatMap(({ ids }) => ids));
  const surroundings = await lookAround(path.dirname(workspace), command.own, sought, namesOf(command));
  sockets = surroundings.sockets;
  const source: Source = {
    slug: command.self,
    workspace,
    token,
    gateway,
    rehearsed,
    hasScriptedModel: order?.hasScriptedModel ?? false,
    surroundings,
    announced: await announced,
    name: nextName,
  };
  for (const target of command.targets) await tryTarget(source, target, say);
  if (typeof gateway !== "string") gateway.close();
  say({ type: "done", what: "attempt" });
}

/** Of what lies directly in a tenant's tree. */
function namesOf({ targets }: Attempt): string[] {
  const names = targets.flatMap(({ places }) =>
    Object.values(places).map((place) => path.relative(places.tree, place).split("/")[0] ?? ""),
  );
  return [...new Set(names)].filter((name) => name !== "" && name !== "..");
}

async function ownGateway() {
  if (!order?.gateway) return "Its own Gateway is stopped.";
  if (token === null) return "Its own token can't be read.";
  return openOwnGateway(order.gateway, token);
}

function nextName(): string {
  count += 1;
  return `${plantPrefix}${order?.runId ?? "0"}-${process.pid}-${count}`;
}

/** Results are many and small, so they wait for the next other line. */
function say(line: Line): void {
  unsaid += `${JSON.stringify(line)}\n`;
  if (line.type === "result" && unsaid.length < maxUnsaid) return;
  process.stdout.write(unsaid);
  unsaid = "";
}

async function clean(): Promise<void> {
  planted?.remove();
  planted = null;
  if (left.conversation === null && !left.hasStartedBrowser) return;
  const gateway = await ownGateway();
  await undoArrangements(gateway, left);
  if (typeof gateway !== "string") gateway.close();
  left.conversation = null;
  left.hasStartedBrowser = false;
}

function end(): void {
  setTimeout(() => process.exit(0), longestCleaningMs).unref();
  clean().then(
    () => process.exit(0),
    () => process.exit(1),
  );
}
