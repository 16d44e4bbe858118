import { randomBytes } from "node:crypto";
import type { AgentContext } from "#agent/context/context.ts";
import { listHostAddresses } from "#agent/network/host-addresses.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import type { HostAbsence } from "./absences.ts";
import { findMetadata } from "./find-metadata.ts";
import { listenForRun } from "./listen-for-run.ts";
import { askMark } from "./runner/dashboard-mark.ts";
import type { HostDoors } from "./runner/protocol.ts";
import { byRoot, type HostControls } from "./side.ts";

export type OpenedDoors = {
  readonly doors: HostDoors;
  /** The same attempts by the agent, which must get through. */
  readonly controls: HostControls;
  /** What the agent saw not to be there, in words: no address is listed, nobody listens, nobody is at an address. */
  readonly absences: ReadonlyMap<HostAbsence, string>;
  close(): void;
};

/**
 * Arranges for a run what tenants are to be kept from of the host itself:
 * listeners of the agent's at every address of the host's, which say one word
 * and do nothing else, and what is there anyway, which is looked at and left.
 */
export async function openHostDoors(context: AgentContext): Promise<OpenedDoors> {
  const program = context.hardening.networkNamespace.program || "ip";
  const listed = await listHostAddresses(program);
  const addresses = listed ?? [];
  const word = randomBytes(16).toString("hex");
  const [listening, dashboard, { metadata, isNobodyThere }] = await Promise.all([
    listenForRun(addresses, word),
    findDashboard(context.dashboardPort, ["127.0.0.1", "::1", ...addresses]),
    findMetadata(),
  ]);
  const { listeners } = listening;
  const namesOf = (list: readonly { address: string }[]) => list.map(({ address }) => address).join(", ");
  const controls: HostControls = {
    "host.address":
      listeners.length > 0
        ? byRoot(
            "reached",
            `The host agent listened for the run and reached itself at ${namesOf(listeners)}.`,
          )
        : byRoot(
            "unmeasured",
            "This host has no address beside its loopback at which the agent reached itself.",
          ),
    "host.dashboard":
      dashboard !== null
        ? byRoot("reached", `The dashboard answered the host agent at ${dashboard.addresses.join(", ")}.`)
        : byRoot(
            "unmeasured",
            context.dashboardPort === null
              ? "The host agent wasn't told where the dashboard listens."
              : `Nothing answered the host agent at the dashboard's port ${context.dashboardPort}.`,
          ),
    "host.metadata":
      metadata.length > 0
        ? byRoot("reached", `The host agent was taken a connection at ${namesOf(metadata)}.`)
        : byRoot("unmeasured", "No metadata service answered the host agent."),
  };
  const { dashboardPort } = context;
  const absences = new Map<HostAbsence, string>();
  if (listed?.length === 0) absences.set("host-address", "This host has no address beside its loopback.");
  if (dashboard === null && dashboardPort !== null && !(await isListening(dashboardPort)))
    absences.set("dashboard", `Nothing on this host listens at the dashboard's port ${dashboardPort}.`);
  if (isNobodyThere)
    absences.set("metadata-service", "The host agent asked at every cloud's address, and nobody is there.");
  return { doors: { listeners, word, dashboard, metadata }, controls, absences, close: listening.close };
}

async function isListening(port: number): Promise<boolean> {
  return (await listListeners()).some((listener) => listener.port === port);
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
