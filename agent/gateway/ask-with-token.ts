import http from "node:http";
import { connect, type Socket } from "node:net";
import { answersLoopback4, listListeners } from "#agent/proc/list-listeners.ts";

const timeoutMs = 5000;

/**
 * Asks a Gateway for one of its agent's tools with this token, over a connection of
 * which it is known who takes it: the listener must be the very socket that
 * was verified, seen again after the connection stands and before the token is
 * sent. Another process that takes the port in between gets nothing.
 *
 * @param inode the verified listening socket
 * @param tool one that only looks; its session status when left out
 * @returns the HTTP status, or why none was got
 */
export async function askWithToken(
  port: number,
  inode: number,
  token: string,
  tool = "session_status",
): Promise<{ status: number } | { problem: string }> {
  let socket: Socket | null = null;
  try {
    socket = await open(port);
    const now = (await listListeners()).filter(
      (listener) => listener.port === port && answersLoopback4(listener),
    );
    if (now.length !== 1 || now[0]?.inode !== inode) return { problem: "the port changed hands" };
    return { status: await ask(socket, port, token, tool) };
  } catch (error) {
    return { problem: (error as NodeJS.ErrnoException).code ?? "no answer" };
  } finally {
    socket?.destroy();
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: timeoutMs });
    socket.once("connect", () => resolve(socket));
    socket.once("error", reject);
    socket.once("timeout", () => {
      socket.destroy();
      reject(new Error("timeout"));
    });
  });
}

function ask(socket: Socket, port: number, token: string, tool: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      createConnection: () => socket,
      method: "POST",
      host: "127.0.0.1",
      port,
      path: "/tools/invoke",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      signal: AbortSignal.timeout(timeoutMs),
    });
    request.once("response", (response) => {
      // The status is the answer; what follows is not read.
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.on("error", reject);
    request.end(JSON.stringify({ tool }));
  });
}
