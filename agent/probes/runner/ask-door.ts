import http from "node:http";
import { connect, type NetConnectOpts, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Door } from "./protocol.ts";

export type DoorAnswer = { readonly status: number; readonly text: string };
/** An answer, and the connection that it came by, which stands until it is closed. */
export type OpenDoor = { readonly answer: DoorAnswer; close(): void };

const timeoutMs = 1000;
const maxBytes = 16 * 1024;

/**
 * One question at a listener, whatever it is. Sends nothing that tells anything.
 * Null where no answer of HTTP comes in time.
 */
export async function openDoor(door: Door, path: string): Promise<OpenDoor | null> {
  const plain = await openOver(connect(placeOf(door)), "connect", path);
  if (plain === "nothing") return null;
  if (plain !== "nonsense" && plain.answer.status !== 400) return plain;
  if (plain !== "nonsense") plain.close();
  // Whoever certifies it is no matter: it is only asked.
  const socket = connectTls({ ...placeOf(door), rejectUnauthorized: false });
  const secret = await openOver(socket, "secureConnect", path);
  return typeof secret === "string" ? null : secret;
}

/** The same, and closed again. */
export async function askDoor(door: Door, path: string): Promise<DoorAnswer | null> {
  const open = await openDoor(door, path);
  open?.close();
  return open?.answer ?? null;
}

function placeOf(door: Door): NetConnectOpts {
  return door.path === undefined ? { host: door.host, port: door.port } : { path: door.path };
}

/** `nonsense`: something came that isn't HTTP, or it hung up, as a server does that was not spoken to in its own way. */
async function openOver(
  socket: Socket,
  ready: string,
  path: string,
): Promise<OpenDoor | "nothing" | "nonsense"> {
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
      socket.once(ready, () => ask(socket, path).then(resolve, reject));
    });
    return { answer, close: () => socket.destroy() };
  } catch {
    socket.destroy();
    return isConnected && !isLate ? "nonsense" : "nothing";
  } finally {
    clearTimeout(deadline);
  }
}

function ask(socket: Socket, path: string): Promise<DoorAnswer> {
  return new Promise((resolve, reject) => {
    const headers = { host: "127.0.0.1", connection: "keep-alive" };
    const request = http.request({ createConnection: () => socket, path, headers });
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
