import path from "node:path";
import type { InstallationPaths } from "#lib/domain/host/installation-paths.ts";
import type { Door, Order } from "./asker/order.ts";

/** Where the agent's own program lies, which root runs. */
const program = path.resolve(import.meta.dirname, "../../..");

/** Single places of the installation and of the host that a tenant's user must not open or change. */
export function guardedDoors(paths: InstallationPaths, node: string): Door[] {
  return [
    ...written("the directory of all tenants' trees", paths.tenants),
    ...written("the installation's directory", paths.home),
    ...written("the directory of the installation's sockets", paths.run),
    ...written("the socket of the host agent", paths.agentSocket),
    ...secret("what the launcher remembers", paths.launcherState),
    ...written("the program that the agent runs on", node),
    ...[
      ...[paths.home, paths.agent, paths.registry, paths.run, paths.web, paths.postgres, paths.service],
      ...[paths.tenants, paths.runtimeStore, paths.program, program, node],
    ].flatMap(replaceable),
    ...secret("the hashes of passwords", "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-"),
    ...written("the rules of sudo", "/etc/sudoers"),
    ...secret("the host's private keys", ...hostKeys, "/etc/ssl/private", "/etc/krb5.keytab"),
    ...written("root's home", "/root"),
    ...written(
      "where scheduled jobs wait",
      "/var/spool/cron",
      "/var/spool/cron/crontabs",
      "/var/spool/cron/atjobs",
    ),
    ...written("the socket of what runs containers as root", ...engines),
    ...written("where services are set up", "/run/systemd/system", "/run/udev/rules.d"),
    ...written(
      "where the host's programs are",
      "/usr",
      "/usr/lib",
      "/usr/libexec",
      "/lib",
      "/lib64",
      "/boot",
      "/opt",
      "/",
    ),
  ];
}

/** Directories in which everything is secret. */
export function closedDirectories({
  agent,
  web,
  postgres,
  postgresSocket,
  service,
}: InstallationPaths): Door[] {
  const ways = ["list", "write"] as const;
  return [
    { place: agent, ways, what: "the host agent's state, with its token and the key of fingerprints" },
    { place: web, ways, what: "the dashboard's secrets" },
    { place: postgres, ways, what: "the database" },
    { place: postgresSocket, ways, what: "the database's socket" },
    { place: service, ways, what: "the secrets of the installed service" },
  ];
}

/** Programs and settings that root or every tenant runs by. */
export function unwritableTrees({ runtimeStore, program: built }: InstallationPaths): Order["unwritable"] {
  const ways = ["write"] as const;
  const deep = (place: string, what: string) => ({ place, ways, what, isDeep: true });
  const flat = (place: string, what: string) => ({ place, ways, what, isDeep: false });
  return [
    deep(runtimeStore, "OpenClaw and Node as every tenant runs them"),
    deep(built, "the dashboard and its database as they are run"),
    ...["agent", "lib"].map((name) => deep(path.join(program, name), "the host agent's program")),
    ...["", "node_modules"].map((name) => flat(path.join(program, name), "the host agent's program")),
    deep("/etc", "the host's settings"),
    deep("/usr/local", "programs that the host runs"),
    deep("/usr/libexec", "programs that the host runs"),
    ...["/usr/bin", "/usr/sbin", "/bin", "/sbin", ...libraries].map((place) =>
      flat(place, "programs and libraries that the host runs"),
    ),
    ...["/usr/lib/systemd", "/lib/systemd", "/usr/share/polkit-1", ...modules].map((place) =>
      deep(place, "services and rules that the host goes by"),
    ),
  ];
}

const engines = [
  ...[
    "/run/docker.sock",
    "/run/podman/podman.sock",
    "/run/containerd/containerd.sock",
    "/run/crio/crio.sock",
  ],
  ...["/var/snap/lxd/common/lxd/unix.socket", "/var/lib/lxd/unix.socket", "/var/lib/incus/unix.socket"],
];
const libraries = ["/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"];
/** What logins are decided by. */
const modules = libraries.map((place) => `${place}/security`);
const hostKeys = ["rsa", "ecdsa", "ed25519"].map((kind) => `/etc/ssh/ssh_host_${kind}_key`);

function written(what: string, ...places: readonly string[]): Door[] {
  return places.map((place) => ({ place, ways: ["write"], what }));
}

function secret(what: string, ...places: readonly string[]): Door[] {
  return places.map((place) => ({ place, ways: ["read", "write"], what }));
}

/** The place and all above it: whoever can rename one of them can put another in its place. */
function replaceable(place: string): Door[] {
  const doors: Door[] = [];
  for (let at = place; at !== path.dirname(at); at = path.dirname(at))
    doors.push({ place: at, ways: ["replace"], what: `the way to ${place}` });
  return doors;
}
