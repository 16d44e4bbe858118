import http from "node:http";
import { connect, isIP, type NetConnectOpts, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { codeOf } from "./finding.ts";
import type { Door, Route } from "./protocol.ts";

export type DoorAnswer = { readonly status: number; readonly text: string };
/** An answer, and the connection that it came by, which stands until it is closed. */
export type OpenDoor = { readonly answer: DoorAnswer; close(): void };

const timeoutMs = 1000;
const maxBytes = 16 * 1024;

/** `nothing`: nobody is there, or nobody answers in time · `closed`: it takes a connection and ends it · `picky`: it does so, and speaks TLS or HTTP to others. */
export type Silence = "nothing" | "closed" | "picky";

/**
 * One question at a listener, whatever it is. Sends nothing that tells anything.
 */
export async function openDoor(door: Door, route: Route): Promise<OpenDoor | Silence> {
  const plain = await openOver(connect(placeOf(door)), "connect", route);
  if (plain === "nothing" || plain === "picky") return plain;
  if (plain !== "closed" && plain.answer.status !== 400) return plain;
  // Whoever certifies it is no matter: it is only asked.
  const name = isIP(route.host) === 0 && route.host !== "" ? { servername: route.host } : {};
  const socket = connectTls({ ...placeOf(door), ...name, rejectUnauthorized: false });
  const secret = await openOver(socket, "secureConnect", route);
  if (typeof secret === "string") return plain === "closed" && secret === "picky" ? secret : plain;
  if (plain !== "closed") plain.close();
  return secret;
}

/** The same, and closed again. */
export async function askDoor(door: Door, route: Route): Promise<DoorAnswer | Silence> {
  const open = await openDoor(door, route);
  if (typeof open === "string") return open;
  open.close();
  return open.answer;
}

function placeOf(door: Door): NetConnectOpts {
  return door.path === undefined ? { host: door.host, port: door.port } : { path: door.path };
}

async function openOver(socket: Socket, ready: string, route: Route): Promise<OpenDoor | Silence> {
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    socket.destroy(new Error("no answer"));
  }, timeoutMs);
  let isConnected = false;
  socket.once("connect", () => {
    isConnected = true;
  });
  try {
    const answer = await new Promise<DoorAnswer>((resolve, reject) => {
      socket.on("error", reject);
      socket.once("close", () => reject(new Error("closed")));
      socket.once(ready, () => ask(socket, route).then(resolve, reject));
    });
    return { answer, close: () => socket.destroy() };
  } catch (error) {
    socket.destroy();
    if (isTlsAlert(error)) return "picky";
    return isConnected && !isLate ? "closed" : "nothing";
  } finally {
    clearTimeout(deadline);
  }
}

/** What says so is a server of TLS, which wants another name. */
function isTlsAlert(error: unknown): boolean {
  return /^ERR_SSL_.*(ALERT|UNRECOGNIZED_NAME)/.test(codeOf(error));
}

function ask(socket: Socket, { path, host }: Route): Promise<DoorAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { connection: "keep-alive", ...(host !== "" && { host }) };
    const request = http.request({ createConnection: () => socket, path, headers, setHost: false });
    request.on("error", reject);
    request.once("response", (response) => {
      let text = "";
      const status = response.statusCode ?? 0;
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
        if (text.length > maxBytes) resolve({ status, text: text.slice(0, maxBytes) });
      });
      response.on("error", reject);
      response.once("end", () => resolve({ status, text }));
    });
    request.end();
  });
}
