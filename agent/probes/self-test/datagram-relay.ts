import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Passes on what datagrams of one sender hold over one TCP connection to a port of this host, and back. */
export async function datagramRelay(to: number): Promise<{ port: number; close: () => Promise<void> }> {
  const near = createSocket("udp4");
  const open = new Map<string, Socket>();
  near.on("error", () => undefined);
  near.on("message", (message, from) => {
    const sender = `${from.address} ${from.port}`;
    const known = open.get(sender);
    const far = known ?? connect(to, "127.0.0.1");
    if (known === undefined) {
      open.set(sender, far);
      far.on("data", (data) => near.send(data, from.port, from.address, () => undefined));
      far.on("error", () => undefined);
      far.on("close", () => open.delete(sender));
    }
    far.write(message);
  });
  near.bind(0, "127.0.0.1");
  await once(near, "listening");
  return {
    port: near.address().port,
    async close() {
      for (const far of open.values()) far.destroy();
      near.close();
      await once(near, "close");
    },
  };
}
