import { createSocket, type Socket } from "node:dgram";
import { isIPv6 } from "node:net";
import type { OpenDoor } from "./ask-door.ts";
import type { Route } from "./protocol.ts";

/** Where datagrams are taken. */
export type DatagramPlace = { readonly host: string; readonly port: number };

/** On one host whoever answers does so at once; most don't, and that says nothing more by waiting. */
const timeoutMs = 500;
/** A name and its answer fit into one each. */
const maxBytes = 64 * 1024;

/** As an HTTP request; as the bare path where no host is named, for servers that know no more. */
export function questionOf({ path, host }: Route): Buffer {
  if (host === "") return Buffer.from(decodeURIComponent(path));
  return Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n\r\n`);
}

/** TFTP's question for a file: number 1, its name and how it is to be sent. */
export function tftpQuestion(file: string): Buffer {
  return Buffer.from(`\0\x01${file}\0octet\0`);
}

/**
 * One question from a port of its own, so that what passes it on makes a
 * connection for it alone; the port is kept until the answer is closed. Null
 * where nothing comes back in time.
 */
export async function openDatagram(place: DatagramPlace, route: Route): Promise<OpenDoor | null> {
  const { socket, heard } = await converse(place, [questionOf(route)], 1);
  if (heard.length > 0) return { answer: { status: 0, text: heard.join("") }, close: () => socket.close() };
  socket.close();
  return null;
}

/** Many questions from one port. @returns everything that came back in time, from whichever port */
export async function askDatagrams(place: DatagramPlace, questions: readonly Buffer[]): Promise<string[]> {
  const { socket, heard } = await converse(place, questions, Number.POSITIVE_INFINITY);
  socket.close();
  return heard;
}

/** Not connected: a server of TFTP answers from another port than it is asked at. */
async function converse(
  { host, port }: DatagramPlace,
  questions: readonly Buffer[],
  enough: number,
): Promise<{ socket: Socket; heard: string[] }> {
  const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
  const heard: string[] = [];
  let bytes = 0;
  await new Promise<void>((resolve) => {
    const deadline = setTimeout(resolve, timeoutMs);
    const settle = () => {
      clearTimeout(deadline);
      resolve();
    };
    socket.on("error", settle);
    socket.on("message", (message) => {
      bytes += message.length;
      if (bytes <= maxBytes) heard.push(message.toString("utf8"));
      if (heard.length >= enough) settle();
    });
    for (const question of questions) socket.send(question, port, host, (error) => error && settle());
  });
  return { socket, heard };
}
