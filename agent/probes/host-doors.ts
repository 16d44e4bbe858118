import { randomBytes } from "node:crypto";
import type { AgentContext } from "#agent/context.ts";
import { listHostAddresses } from "#agent/hardening/network/host-addresses.ts";
import type { ProbeId } from "#lib/domain/probe/probe.ts";
import { listenForRun } from "./listen-for-run.ts";
import { byRoot, type Control } from "./root-controls.ts";
import { askMark } from "./runner/dashboard-mark.ts";
import type { HostDoors } from "./runner/protocol.ts";
import { tryConnect } from "./runner/try-port.ts";

/** Where the clouds answer whoever asks from the host's place. */
const metadataAddresses = ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16"];
const metadataPort = 80;

export type OpenedDoors = {
  readonly doors: HostDoors;
  /** The same attempts by the agent, which must get through. */
  readonly controls: ReadonlyMap<ProbeId, Control>;
  close(): void;
};

/**
 * Arranges for a run what tenants are to be kept from of the host itself:
 * listeners of the agent's at every address of the host's, which say one word
 * and do nothing else, and what is there anyway, which is looked at and left.
 */
export async function openHostDoors(context: AgentContext): Promise<OpenedDoors> {
  const program = context.hardening.networkNamespace.program || "ip";
  const addresses = (await listHostAddresses(program)) ?? [];
  const word = randomBytes(16).toString("hex");
  const [listening, dashboard, metadata] = await Promise.all([
    listenForRun(addresses, word),
    findDashboard(context.dashboardPort, ["127.0.0.1", "::1", ...addresses]),
    findMetadata(),
  ]);
  const { listeners } = listening;
  const namesOf = (list: readonly { address: string }[]) => list.map(({ address }) => address).join(", ");
  const controls = new Map<ProbeId, Control>([
    [
      "host.address",
      listeners.length > 0
        ? byRoot(
            "reached",
            `The host agent listened for the run and reached itself at ${namesOf(listeners)}.`,
          )
        : byRoot(
            "unmeasured",
            "This host has no address beside its loopback at which the agent reached itself.",
          ),
    ],
    [
      "host.dashboard",
      dashboard !== null
        ? byRoot("reached", `The dashboard answered the host agent at ${dashboard.addresses.join(", ")}.`)
        : byRoot(
            "unmeasured",
            context.dashboardPort === null
              ? "The host agent wasn't told where the dashboard listens."
              : `Nothing answered the host agent at the dashboard's port ${context.dashboardPort}.`,
          ),
    ],
    [
      "host.metadata",
      metadata.length > 0
        ? byRoot("reached", `The host agent was taken a connection at ${namesOf(metadata)}.`)
        : byRoot("unmeasured", "No metadata service answered the host agent."),
    ],
  ]);
  return { doors: { listeners, word, dashboard, metadata }, controls, close: listening.close };
}

/** Asked twice: what doesn't look the same both times can't be known again. */
async function findDashboard(
  port: number | null,
  addresses: readonly string[],
): Promise<HostDoors["dashboard"]> {
  if (port === null) return null;
  const ask = (address: string) => askMark(address, port).catch(() => null);
  const found = await Promise.all(
    addresses.map(async (address) => {
      const mark = await ask(address);
      return mark !== null && mark === (await ask(address)) ? [{ address, mark }] : [];
    }),
  );
  const [first] = found.flat();
  if (first === undefined) return null;
  const same = found.flat().filter(({ mark }) => mark === first.mark);
  return { port, addresses: same.map(({ address }) => address), mark: first.mark };
}

async function findMetadata(): Promise<HostDoors["metadata"]> {
  const found = await Promise.all(
    metadataAddresses.map(async (address) => {
      const { outcome } = await tryConnect({ host: address, port: metadataPort }, address, false);
      return outcome === "reached" ? [{ address, port: metadataPort }] : [];
    }),
  );
  return found.flat();
}
