import { createSocket } from "node:dgram";
import { isIPv6 } from "node:net";
import { askMark } from "./dashboard-mark.ts";
import { codeOf, digest, failed, reached, refused, unmeasured, worstOf } from "./finding.ts";
import { attemptTimeoutMs, type Finding, type HostDoors, type OwnFindings } from "./protocol.ts";
import { tryConnect } from "./try-port.ts";

/** Whether the source gets at the host itself. Only what says what root's listener says, or looks like the dashboard, is taken for it: a network of its own may have somebody else at the same address. */
export async function findHost({ listeners, word, dashboard, metadata }: HostDoors): Promise<OwnFindings> {
  const [listening, panel, cloud] = await Promise.all([
    Promise.all(
      listeners.flatMap(({ address, port }) => [
        tryListener(address, port, word),
        tryDatagram(address, port, word),
      ]),
    ),
    Promise.all((dashboard?.addresses ?? []).map((address) => tryDashboard(address, dashboard))),
    Promise.all(
      metadata.map(({ address, port }) =>
        tryConnect({ host: address, port }, `the metadata service at ${address}`, false),
      ),
    ),
  ]);
  return {
    "host.address": worstOf(listening, "The host has no other address."),
    "host.dashboard": worstOf(panel, "The dashboard does not answer the host agent."),
    "host.metadata": worstOf(cloud, "No metadata service answers this host."),
  };
}

async function tryListener(address: string, port: number, word: string): Promise<Finding> {
  const what = `the host at ${address}`;
  const finding = await tryConnect({ host: address, port }, what, true);
  if (finding.outcome !== "reached" || finding.proof === digest(word)) return finding;
  return refused(`Somebody else answers at ${address}.`);
}

function tryDatagram(address: string, port: number, word: string): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const settle = (finding: Finding) => {
      clearTimeout(timer);
      socket.close();
      resolve(finding);
    };
    const timer = setTimeout(() => settle(refused(`${address} by UDP: no answer in 2 s.`)), attemptTimeoutMs);
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

async function tryDashboard(address: string, dashboard: HostDoors["dashboard"]): Promise<Finding> {
  if (dashboard === null) return unmeasured("The dashboard does not answer the host agent.");
  const what = `${address}, port ${dashboard.port}`;
  try {
    const mark = await askMark(address, dashboard.port);
    return mark === dashboard.mark
      ? reached(`The dashboard answered at ${what}.`)
      : refused(`Somebody else answers at ${what}.`);
  } catch (error) {
    return codeOf(error) === "ECONNRESET" ? refused(`${what}: ECONNRESET.`) : failed(`Ask ${what}`, error);
  }
}
