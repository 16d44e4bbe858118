import { readFileSync } from "node:fs";
import type { GatewaySocket, Reply } from "../../staged/gateway-socket.ts";
import { digest, type Finding, failed, proofOf, reached, refused, unmeasured } from "./finding.ts";
import { ask } from "./http-ask.ts";
import type { BrowserFound } from "./protocol.ts";

const startTimeoutMs = 20_000;
const askTimeoutMs = 5_000;
/** Less than this and a browser more would be at the expense of those who work here. */
const neededMemoryKilobytes = 768 * 1024;

/** The tenant's managed browser, started for the run where it is on and does not run. */
export async function ensureBrowser(socket: GatewaySocket): Promise<BrowserFound> {
  const before = await status(socket);
  if (typeof before === "string") return nothing("off", before);
  if (!before.isEnabled) return nothing("off", "Its browser is off.");
  if (before.port === null) return nothing("failed", "Its browser is not on this host.");
  if (before.isRunning) return found("running", before.port);
  if (availableKilobytes() < neededMemoryKilobytes)
    return nothing("failed", "There is too little memory to start its browser.");
  const problem = await start(socket);
  // Somebody else's came up at its port at the same time. Asked again, the Gateway takes that one for its own.
  const isTaken = problem !== null && (await tryBrowser(before.port)).outcome === "reached";
  const left = isTaken ? await start(socket) : problem;
  const after = await status(socket);
  if (typeof after === "string" || !after.isRunning || after.port === null) {
    return nothing("failed", `Its browser is on but could not be started: ${left ?? "no reason given"}.`);
  }
  // A browser of somebody else's that stands at the port is taken for its own, and has no process of its own.
  return found(after.hasProcess ? "started" : "running", after.port);
}

/** @returns why it could not be started; null when it was */
async function start(socket: GatewaySocket): Promise<string | null> {
  const params = { method: "POST", path: "/start", timeoutMs: startTimeoutMs };
  const started = await socket.call("browser.request", params, startTimeoutMs + 1_000);
  return started.ok ? null : reasonOf(started);
}

export async function stopBrowser(socket: GatewaySocket): Promise<void> {
  await socket.call("browser.request", { method: "POST", path: "/stop" }, askTimeoutMs);
}

/** Asks whatever listens there whether it is a browser, as any program that wants to drive it would begin. */
export async function tryBrowser(port: number): Promise<Finding> {
  try {
    const { status: code, text } = await ask({ port, path: "/json/version" });
    const { Browser, webSocketDebuggerUrl } = parse(text);
    if (typeof webSocketDebuggerUrl !== "string")
      return refused("another", `Port ${port} is no browser: ${code}.`, code);
    const name = typeof Browser === "string" ? Browser.slice(0, 60) : "A browser";
    const instance = new URL(webSocketDebuggerUrl).pathname;
    return reached(`${name} answered /json/version at port ${port} without a password.`, digest(instance));
  } catch (error) {
    return error instanceof TypeError
      ? unmeasured("unclear", `Port ${port} gave no clear answer.`)
      : failed(`Ask port ${port}`, error);
  }
}

async function found(state: BrowserFound["state"], port: number): Promise<BrowserFound> {
  const answer = await tryBrowser(port);
  const [instance, note] = [proofOf(answer), answer.seen];
  return instance !== null
    ? { state, port, instance, note }
    : { state: state === "started" ? "started" : "failed", port, instance: null, note };
}

function nothing(state: "off" | "failed", note: string): BrowserFound {
  return { state, port: null, instance: null, note: note.slice(0, 300) };
}

type Status = {
  readonly isEnabled: boolean;
  readonly isRunning: boolean;
  readonly hasProcess: boolean;
  readonly port: number | null;
};

/** The default profile's, or why there is no browser to ask about. */
async function status(socket: GatewaySocket): Promise<Status | string> {
  const reply = await socket.call("browser.request", { method: "GET", path: "/" }, askTimeoutMs);
  if (!reply.ok) return `It has no browser: ${reasonOf(reply)}.`;
  const said = (reply.payload ?? {}) as Record<string, unknown>;
  const isHere =
    typeof said.cdpUrl === "string" && /^https?:\/\/(127\.0\.0\.1|localhost)[:/]/.test(said.cdpUrl);
  return {
    isEnabled: said.enabled === true,
    isRunning: said.running === true,
    hasProcess: typeof said.pid === "number",
    port: isHere && typeof said.cdpPort === "number" ? said.cdpPort : null,
  };
}

function reasonOf({ error }: Reply): string {
  return (error?.message ?? error?.code ?? "no reason given").slice(0, 160);
}

function availableKilobytes(): number {
  try {
    return Number(/^MemAvailable:\s*(\d+)/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1] ?? Number.NaN);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function parse(text: string): { Browser?: unknown; webSocketDebuggerUrl?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
