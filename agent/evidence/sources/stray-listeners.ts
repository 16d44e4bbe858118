import { request } from "node:http";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import { describeHolder } from "#agent/boundary/port-ownership.ts";
import { isForwarder } from "#agent/network/find-forwarder.ts";
import { type Listener, listListeners } from "#agent/proc/list-listeners.ts";
import { networkOf } from "#agent/proc/network-of.ts";
import { type LiveProcess, readCommandLine } from "#agent/proc/read-process.ts";
import { holdsSocket } from "#agent/proc/socket-owners.ts";
import { parseOrNull } from "#agent/staged/parse-bounded.ts";
import { at } from "#agent/system/json-value.ts";
import { mapLimited } from "#agent/system/map-limited.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import { hostProcessOf } from "#agent/tenant/gateway-handle.ts";
import { familyOf } from "./host-snapshot.ts";
import type { TenantView } from "./tenant-view.ts";

/** A socket on which a tenant's process listens that its recorded Gateway did not start. */
export type StrayListener = {
  readonly listener: Listener;
  readonly pid: number;
  /** "process 4711 (node) of uid 1003" */
  readonly holder: string;
  /** It is in another network than the host's, where the agent doesn't ask. */
  readonly isElsewhere: boolean;
  /** It answers as a Gateway does or, where it can't be asked, shows itself as one. */
  readonly isGateway: boolean;
};

const mostProcesses = 300;
const mostNetworks = 10;
const mostListeners = 50;
const askTimeoutMs = 1500;
const maxAnswerBytes = 4096;

/**
 * What listens for a tenant beside its Gateway: a second Gateway that was
 * started by hand does, also while the first is stopped and on any port. What
 * the agent itself runs as the tenant is left out.
 */
export async function findStrayListeners(
  view: TenantView,
): Promise<{ readonly strays: readonly StrayListener[]; readonly isCut: boolean }> {
  const pids = strayPids(view);
  const beside = [...listenersHere(view, pids), ...(await listenersElsewhere(pids))];
  const strays = await mapLimited(beside.slice(0, mostListeners), 10, async (found) => {
    const { listener, pid, isElsewhere } = found;
    const isGateway = isElsewhere ? showsItselfAsGateway(pid) : await answersAsGateway(listener);
    return { ...found, isGateway, holder: describeHolder({ pid, port: listener.port, uid: listener.uid }) };
  });
  return { strays, isCut: pids.length > mostProcesses || beside.length > mostListeners };
}

function strayPids({ context, record, host, gateway }: TenantView): number[] {
  const recorded = gateway === null ? null : hostProcessOf(record.process);
  const family = recorded === null ? new Set<number>() : familyOf(host.processes, recorded.pid);
  const isStray = (process: LiveProcess) => !family.has(process.pid) && !isForwarder(process, record);
  // Most tenants have none, and then the whole host need not be read once more.
  const ofUser = [...host.processes.values()].filter(({ uid }) => uid === record.uid);
  if (hasOwnUser(record) && !ofUser.some(isStray)) return [];
  const processes = boundaryOf(context, record).processes(gateway === null ? null : record.process);
  return processes.filter(isStray).map(({ pid }) => pid);
}

type Found = Pick<StrayListener, "listener" | "pid" | "isElsewhere">;

function listenersHere({ host }: TenantView, pids: readonly number[]): Found[] {
  const among = new Set(pids);
  return host.listeners.flatMap((listener) => {
    const pid = host.socketOwners.get(listener.inode)?.find((holder) => among.has(holder));
    return pid === undefined ? [] : [{ listener, pid, isElsewhere: false }];
  });
}

/** The kernel's list of a network is read at a process that is in it; nobody goes there. */
async function listenersElsewhere(pids: readonly number[]): Promise<Found[]> {
  const here = networkOf("self");
  const byNetwork = Map.groupBy(pids.slice(0, mostProcesses), networkOf);
  const networks = [...byNetwork].filter(([network]) => network !== null && network !== here);
  const found: Found[] = [];
  for (const [, members] of networks.slice(0, mostNetworks)) {
    for (const listener of await listListeners(members[0])) {
      const pid = members.find((member) => holdsSocket(member, listener.inode));
      if (pid !== undefined) found.push({ listener, pid, isElsewhere: true });
    }
  }
  return found;
}

function showsItselfAsGateway(pid: number): boolean {
  const shown = (readCommandLine(pid) ?? []).join(" ");
  return /openclaw/i.test(shown) && /gateway/i.test(shown);
}

/** The question that every Gateway answers to everybody. It carries no secret. */
function answersAsGateway({ address, port, family }: Listener): Promise<boolean> {
  const wildcard = family === 4 ? "0.0.0.0" : "::";
  const host = address === wildcard ? (family === 4 ? "127.0.0.1" : "::1") : address;
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(askTimeoutMs);
    const asked = request({ host, port, path: "/healthz", agent: false, signal }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
        if (text.length > maxAnswerBytes) response.destroy();
      });
      response.on("error", () => resolve(false));
      response.on("close", () => {
        const body = response.complete ? parseOrNull(text) : null;
        resolve(response.statusCode === 200 && at(body, "ok") === true && at(body, "status") === "live");
      });
    });
    asked.on("error", () => resolve(false));
    asked.end();
  });
}
