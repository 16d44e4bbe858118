import { readFileSync } from "node:fs";
import { type GatewaySocket, openGatewaySocket } from "../../staged/gateway-socket.ts";
import { isOwnListener } from "../../staged/own-listener.ts";
import { tryAgentTurn } from "./agent-turn.ts";
import { readConversation } from "./conversation.ts";
import { codeOf, digest, type Finding, reached, refused, unmeasured } from "./finding.ts";
import type { GatewayTarget } from "./protocol.ts";

export type OwnGateway = {
  /** Digests of the ids of the sessions it serves; null when it did not say. */
  sessions(): Promise<string[] | null>;
  /** Lists a directory with the Gateway's eyes. */
  list(directory: string): Promise<Finding>;
  /** Lets its assistant go for a canary. */
  turn(canary: string): Promise<Finding>;
  /** What it answers to the key of a conversation. */
  read(key: string): Promise<Finding>;
  /** Its control connection itself, for what a run prepares and takes away again. */
  readonly socket: GatewaySocket;
  close(): void;
};

/** The token of the runner's own tenant; null when it can't be read. It never leaves the process but to its own Gateway. */
export function readOwnToken(secretsFile: string): string | null {
  try {
    const secrets = JSON.parse(readFileSync(secretsFile, "utf8")) as { gateway?: { token?: unknown } };
    const token = secrets.gateway?.token;
    return typeof token === "string" && token !== "" ? token : null;
  } catch {
    return null;
  }
}

/** A control connection to the runner's own Gateway; the reason when there is none. */
export async function openOwnGateway(gateway: GatewayTarget, token: string): Promise<OwnGateway | string> {
  let socket: GatewaySocket;
  try {
    socket = await openGatewaySocket({
      port: gateway.port,
      token,
      // Listing only reads, but outside the workspace OpenClaw asks for this scope.
      scopes: ["operator.read", "operator.write", "operator.admin", "operator.pairing"],
      isTrusted: () => isOwnListener(gateway.port, gateway.inode),
    });
  } catch (error) {
    return `Its own Gateway could not be asked: ${codeOf(error)}.`;
  }
  if (!socket.hello.ok) {
    socket.close();
    return `Its own Gateway turned it away: ${socket.hello.error?.code ?? "no code"}.`;
  }
  return gatewayBehind(socket);
}

/** What can be asked of the own Gateway through its control connection. */
export function gatewayBehind(socket: GatewaySocket): OwnGateway {
  return {
    sessions: () => sessionsOf(socket),
    list: (directory) => listWith(socket, directory),
    turn: (canary) => tryAgentTurn(socket, canary),
    read: (key) => readConversation(socket, key),
    socket,
    close: () => socket.close(),
  };
}

/** The first list after a start takes a Gateway longer than any other question. */
const listTimeoutMs = 10_000;

async function sessionsOf(socket: GatewaySocket): Promise<string[] | null> {
  const { ok, payload } = await socket.call("sessions.list", { limit: 200 }, listTimeoutMs);
  const sessions = (payload as { sessions?: unknown } | undefined)?.sessions;
  if (!ok || !Array.isArray(sessions)) return null;
  return sessions.flatMap((session: { sessionId?: unknown }) =>
    typeof session.sessionId === "string" ? [digest(session.sessionId)] : [],
  );
}

async function listWith(socket: GatewaySocket, directory: string): Promise<Finding> {
  const { ok, error } = await socket.call("fs.listDir", { path: directory });
  if (ok) return reached(`The Gateway listed ${directory}.`);
  const message = error?.message ?? error?.code ?? "no reason";
  if (/unknown method/i.test(message))
    return unmeasured("untried", "This version of OpenClaw can't list directories.");
  if (/EACCES|EPERM|ENOENT|denied|not found|no such/i.test(message)) {
    const told = /E[A-Z]+/.exec(message)?.[0];
    return refused("gateway", `The Gateway could not list ${directory}: ${told ?? "refused"}.`, told);
  }
  return unmeasured("unclear", `The Gateway answered: ${message.slice(0, 120)}`);
}
