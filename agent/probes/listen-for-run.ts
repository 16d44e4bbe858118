import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, isIPv6, type Server } from "node:net";
import { digest, proofOf } from "./runner/finding.ts";
import { tryConnect } from "./runner/try-port.ts";

type Listener = { readonly address: string; readonly port: number };

const maxAddresses = 16;
/** Nobody needs longer to hear a word. */
const longestMs = 2000;

/**
 * Listens at each of these addresses, on TCP and UDP at the same port, and
 * says one word to whoever comes from this host; others get nothing. Nothing
 * that is sent is read. Those at which the agent doesn't hear itself are left
 * out.
 */
export async function listenForRun(
  addresses: readonly string[],
  word: string,
): Promise<{ listeners: readonly Listener[]; close(): void }> {
  const open: { close(): unknown }[] = [];
  const isFromHere = (from: string | undefined) => from !== undefined && addresses.includes(from);
  const found = await Promise.all(
    addresses.slice(0, maxAddresses).map(async (address) => {
      try {
        const port = await listenAt(address, word, isFromHere, (one) => open.push(one));
        const heard = await tryConnect({ host: address, port }, address, true);
        return proofOf(heard) === digest(word) ? [{ address, port }] : [];
      } catch {
        // An address may be tentative, or go while it is looked at.
        return [];
      }
    }),
  );
  return {
    listeners: found.flat(),
    close: () => {
      for (const one of open) one.close();
    },
  };
}

async function listenAt(
  address: string,
  word: string,
  isFromHere: (from: string | undefined) => boolean,
  keep: (one: Server | Socket) => void,
): Promise<number> {
  const server = createServer((socket) => {
    socket.setTimeout(longestMs, () => socket.destroy());
    socket.on("error", () => undefined);
    if (isFromHere(socket.remoteAddress)) socket.end(word);
    else socket.destroy();
  });
  server.maxConnections = 64;
  keep(server);
  server.listen(0, address);
  await once(server, "listening");
  server.on("error", () => undefined);
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket(isIPv6(address) ? "udp6" : "udp4");
  datagrams.on("message", (_, from) => {
    if (isFromHere(from.address)) datagrams.send(word, from.port, from.address);
  });
  datagrams.bind(port, address);
  await once(datagrams, "listening");
  datagrams.on("error", () => undefined);
  keep(datagrams);
  return port;
}
