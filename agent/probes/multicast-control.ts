import { randomBytes } from "node:crypto";
import { askForService, offerService } from "./runner/multicast-dns.ts";
import { byRoot, type Control } from "./side.ts";

const port = 5353;

/**
 * Whether somebody who asks on this host hears of a service that is announced
 * on it. The agent announces one of the run's own and asks for it, in the same
 * way as every runner asks for Gateways.
 */
export async function multicastControl(): Promise<Control> {
  const type = `_bh-${randomBytes(5).toString("hex")}._tcp.local`;
  const offer = await offerService(type, port);
  try {
    const heard = offer.isHeard ? await askForService(type) : [];
    return heard.includes(port)
      ? byRoot("reached", "The host agent announced a service for the run, asked for it and heard it.")
      : byRoot("unmeasured", "The host agent did not hear a service that it announced itself.");
  } finally {
    offer.close();
  }
}
