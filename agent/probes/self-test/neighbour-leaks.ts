import type { ProbeId } from "#lib/domain/probe/probe.ts";
import type { Leak } from "./leak.ts";
import { setHardening } from "./set-hardening.ts";

/** All that only the user was in the way of, with the view that this takes away too. */
const openToOneUser: readonly ProbeId[] = [
  ...(["files.state", "files.config", "files.workspace", "files.logs", "files.backups"] as const),
  ...(["files.secrets", "files.write", "process.environ", "process.cmdline", "process.cwd"] as const),
  ...(["process.fds", "process.maps", "process.signal", "process.ptrace", "gateway.health"] as const),
  ...(["port.control", "port.relay", "port.cdp", "identity.uid", "identity.gid"] as const),
  ...(["shared.tmp", "shared.var-tmp", "shared.dev-shm", "shared.tmp-names"] as const),
  ...(["shared.caches", "shared.socket-file"] as const),
];
const openToBothUsers: readonly ProbeId[] = openToOneUser
  .filter((probe) => /^(identity|port|shared)\./.test(probe))
  .concat(["squat.base-ipv4", "squat.base-ipv6", "squat.derived"]);

/** What a stopped tenant gets at of one that runs. */
export const neighbourLeaks: readonly Leak[] = [
  {
    id: "running-no-firewall",
    title: "The firewall around a running Gateway is gone",
    stage: "neighbour",
    expected: ["gateway.health", "port.control", "port.relay", "port.cdp"],
    unavailable: async ({ hardening }) => noteOf(hardening.loopbackFirewall),
    async plant({ context, registry, target }) {
      const { hardening } = registry.require(target.slug);
      await setHardening(context, registry, target.slug, { ...hardening, "loopback-firewall": false });
      return () => setHardening(context, registry, target.slug, hardening);
    },
  },
  {
    id: "processes-in-sight",
    title: "A tenant sees the processes of the whole host",
    stage: "neighbour",
    expected: ["process.cmdline"],
    unavailable: async ({ hardening }) => noteOf(hardening.privateView),
    async plant({ context, registry, source }) {
      const { hardening } = registry.require(source.slug);
      await setHardening(context, registry, source.slug, { ...hardening, "private-view": false });
      return () => setHardening(context, registry, source.slug, hardening);
    },
  },
  {
    id: "one-user",
    title: "Two tenants run as one OS user",
    stage: "neighbour",
    expected: openToOneUser,
    expectedBack: openToBothUsers,
    unavailable: async ({ hardening }) => noteOf(hardening.loopbackFirewall) ?? noteOf(hardening.privateView),
    async plant({ context, registry, source, target }) {
      const before = registry.require(source.slug);
      const { uid, gid } = target;
      await registry.update(source.slug, (record) => ({ ...record, uid, gid }));
      const open = { ...before.hardening, "private-view": false };
      await setHardening(context, registry, source.slug, open);
      return async () => {
        await registry.update(source.slug, (record) => ({ ...record, uid: before.uid, gid: before.gid }));
        await setHardening(context, registry, source.slug, before.hardening);
      };
    },
  },
];

function noteOf({
  isAvailable,
  note,
}: {
  readonly isAvailable: boolean;
  readonly note: string;
}): string | null {
  return isAvailable ? null : note;
}
