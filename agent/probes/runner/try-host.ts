import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { attemptTimeoutMs } from "../../staged/attempt-timeout.ts";
import { askMark } from "./dashboard-mark.ts";
import { codeOf, digest, type Finding, failed, proofOf, reached, refused } from "./finding.ts";
import type { HostDoors } from "./protocol.ts";
import { tryConnect } from "./try-port.ts";
import { worstOf } from "./worst-of.ts";

/**
 * Whether the source gets at the host itself. Only what says what root's
 * listener says, or looks like the dashboard, is taken for it: a network of its
 * own may have somebody else at the same address.
 */
export async function tryAddresses({ listeners, word }: HostDoors): Promise<Finding> {
  const tries = listeners.flatMap(({ address, port }) => [
    tryListener(address, port, word),
    tryDatagram(address, port, word),
  ]);
  return worstOf(await Promise.all(tries), "The host has no other address.");
}

export async function tryDashboard({ dashboard }: HostDoors): Promise<Finding> {
  const tries = dashboard?.addresses.map((address) => tryPanel(address, dashboard)) ?? [];
  return worstOf(await Promise.all(tries), "The dashboard does not answer the host agent.");
}

export async function tryMetadata({ metadata }: HostDoors): Promise<Finding> {
  const tries = metadata.map(({ address, port }) =>
    tryConnect({ host: address, port }, `the metadata service at ${address}`, false),
  );
  return worstOf(await Promise.all(tries), "No metadata service answers this host.");
}

async function tryListener(address: string, port: number, word: string): Promise<Finding> {
  const what = `the host at ${address}`;
  const finding = await tryConnect({ host: address, port }, what, true);
  if (finding.outcome !== "reached" || proofOf(finding) === digest(word)) return finding;
  return refused("another", `Somebody else answers at ${address}.`);
}

function tryDatagram(address: string, port: number, word: string): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const settle = (finding: Finding) => {
      clearTimeout(timer);
      socket.close();
      resolve(finding);
    };
    const silent = refused("silence", `${address} by UDP: no answer in 2 s.`);
    const timer = setTimeout(() => settle(silent), attemptTimeoutMs);
    socket.once("error", (error) => settle(failed(`${address} by UDP`, error)));
    socket.on("message", (message) => {
      if (message.toString("latin1") === word)
        settle(reached(`Asked the host at ${address} by UDP, and it answered.`));
    });
    socket.send("?", port, address, (error) => {
      if (error) settle(failed(`${address} by UDP`, error));
    });
  });
}

type Panel = NonNullable<HostDoors["dashboard"]>;

async function tryPanel(address: string, { port, mark }: Panel): Promise<Finding> {
  const what = `${address}, port ${port}`;
  try {
    return (await askMark(address, port)) === mark
      ? reached(`The dashboard answered at ${what}.`)
      : refused("another", `Somebody else answers at ${what}.`);
  } catch (error) {
    return codeOf(error) === "ECONNRESET"
      ? refused("errno", `${what}: ECONNRESET.`, "ECONNRESET")
      : failed(`Ask ${what}`, error);
  }
}
