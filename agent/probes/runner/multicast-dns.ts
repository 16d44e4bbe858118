import { createSocket, type Socket } from "node:dgram";
import { networkInterfaces } from "node:os";
import { announcedPorts, encodeAnswer, encodeQuestion } from "./dns-message.ts";

/** As what OpenClaw's Gateways announce themselves. */
export const gatewayService = "_openclaw-gw._tcp.local";

const group = { address: "224.0.0.251", port: 5353 } as const;
/** Whoever answers for many waits up to 120 ms, so that not all speak at once. */
const listenMs = 400;

/** Asks on every interface of this network who offers a service, and listens a moment for their ports. */
export async function askForService(type: string, waitMs = listenMs): Promise<number[]> {
  const ports = new Set<number>();
  const question = encodeQuestion(type);
  const sockets = await Promise.all(
    addresses().map(async (address) => {
      const socket = createSocket({ type: "udp4" });
      socket.on("message", (message) => {
        for (const port of announcedPorts(message, type)) ports.add(port);
      });
      if (!(await bound(socket, 0))) return null;
      try {
        socket.setMulticastInterface(address);
        socket.setMulticastTTL(255);
        socket.send(question, group.port, group.address, () => undefined);
      } catch {
        // An interface that takes no multicast has nobody to ask.
      }
      return socket;
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  for (const socket of sockets) socket?.close();
  return [...ports];
}

/** Offers a service until it is closed; the answer says whether anybody can hear of it. */
export async function offerService(
  type: string,
  port: number,
): Promise<{ readonly isHeard: boolean; close(): void }> {
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  const answer = encodeAnswer(type, "bulkhead-probe", port);
  const label = type.split(".")[0] ?? type;
  socket.on("message", (message, from) => {
    if (message.includes(label)) socket.send(answer, from.port, from.address, () => undefined);
  });
  if (!(await bound(socket, group.port))) return { isHeard: false, close: () => undefined };
  const joined = addresses().filter((address) => {
    try {
      socket.addMembership(group.address, address);
      return true;
    } catch {
      return false;
    }
  });
  return { isHeard: joined.length > 0, close: () => socket.close() };
}

function addresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).flatMap(({ family, address }) => (family === "IPv4" ? [address] : [])),
  );
}

function bound(socket: Socket, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    // Errors after that, such as of a network that is gone, are silence.
    socket.on("error", () => resolve(false));
    socket.bind(port, () => resolve(true));
  });
}
