import { describe, expect, it } from "vitest";
import type { Listener } from "#agent/proc/list-listeners.ts";
import type { EffectiveConfig } from "./effective-config.ts";
import type { HostSnapshot } from "./host-snapshot.ts";
import { effectivePort, isPortVerified } from "./own-listeners.ts";
import type { OwnNetwork, RunningGateway } from "./running-gateway.ts";
import type { TenantView } from "./tenant-view.ts";

const [port, uid, gatewayPid, forwarderPid, strangerPid] = [19_200, 60_000, 11, 12, 13];

type Socket = { readonly address?: string; readonly pid: number; readonly uid?: number };

function listenersOf(sockets: readonly Socket[], first: number) {
  const listeners = sockets.map(({ address = "127.0.0.1", uid: owner = uid }, index): Listener => {
    return { port, address, family: address.includes(":") ? 6 : 4, uid: owner, inode: first + index };
  });
  const socketOwners = new Map(sockets.map(({ pid }, index) => [first + index, [pid]]));
  return { listeners, socketOwners };
}

/** A running Gateway, and who listens at its port on the host and, where it has one, in its own network. */
function viewOf(onHost: readonly Socket[], inside: readonly Socket[] | null = null): TenantView {
  const network: OwnNetwork | null = inside && {
    ...listenersOf(inside, 100),
    isForwarder: (pid) => pid === forwarderPid,
  };
  const processes = [{ pid: gatewayPid, name: "pid 11", commandLine: () => null }];
  const gateway: Partial<RunningGateway> = { uid, processes, network };
  const host: Partial<HostSnapshot> = listenersOf(onHost, 1);
  const view: Partial<TenantView> = { host: host as HostSnapshot, gateway: gateway as RunningGateway };
  return view as TenantView;
}

const own = { pid: gatewayPid };
const forwarder = { pid: forwarderPid };
const stranger = { pid: strangerPid };

describe("a port is the Gateway's", () => {
  it.each<[what: string, view: TenantView, isVerified: boolean]>([
    ["where it alone answers", viewOf([own]), true],
    ["where it answers on both addresses", viewOf([own, { ...own, address: "::1" }]), true],
    ["not where nobody answers", viewOf([]), false],
    ["not where it answers on ::1 alone", viewOf([{ ...own, address: "::1" }]), false],
    ["not where another process of its user answers", viewOf([stranger]), false],
    ["not where another user's socket is open in it", viewOf([{ ...own, uid: uid + 1 }]), false],
    ["not where a stranger answers on ::1", viewOf([own, { ...stranger, address: "::1" }]), false],
    ["in its own network behind its forwarder", viewOf([forwarder], [own]), true],
    [
      "not in its own network where a stranger stands there, too",
      viewOf([forwarder], [own, { ...stranger, address: "::1" }]),
      false,
    ],
    ["not in its own network where it does not answer", viewOf([forwarder], []), false],
    ["not where a stranger stands at the host's door", viewOf([stranger], [own]), false],
    ["not behind a forwarder that is none of its network", viewOf([forwarder]), false],
  ])("%s", (_, view, isVerified) => {
    expect(isPortVerified(view, port)).toBe(isVerified);
  });

  it("not where no Gateway runs", () => {
    expect(isPortVerified({ ...viewOf([own]), gateway: null }, port)).toBe(false);
  });
});

describe("the port that is used", () => {
  const read = (config: EffectiveConfig, environ: Record<string, string> | null) => {
    const surroundings = { env: environ ?? {}, workingDirectory: "/" };
    return effectivePort({ ...viewOf([]), config, surroundings });
  };
  const config = (value: unknown): EffectiveConfig => ({
    ...{ isReadable: true, hash: "", wholeHash: "", modifiedAt: new Date(0), includes: [] },
    ...{ written: {}, unknown: [] },
    config: { gateway: { port: value } },
  });
  const unreadable = { isReadable: false, reason: "It is closed." } as EffectiveConfig;

  it.each<
    [what: string, config: EffectiveConfig, environ: Record<string, string> | null, port: number | null]
  >([
    [
      "the process's own before the configuration's",
      config(19_200),
      { OPENCLAW_GATEWAY_PORT: "19320" },
      19_320,
    ],
    ["the configuration's where the process names none", config(19_200), {}, 19_200],
    ["the configuration's where the process can't be read", config("19200"), null, 19_200],
    ["OpenClaw's own where neither names one", config(undefined), {}, 18_789],
    ["not known where the configuration can't be read", unreadable, {}, null],
    ["not known where it is no port", config("many"), {}, null],
    [
      "the configuration's where the process shows no port",
      config(19_200),
      { OPENCLAW_GATEWAY_PORT: "0" },
      19_200,
    ],
  ])("is %s", (_, configuration, environ, expected) => {
    expect(read(configuration, environ)).toBe(expected);
  });
});
