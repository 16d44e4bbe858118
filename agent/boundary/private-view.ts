import { lstatSync, readlinkSync } from "node:fs";
import path from "node:path";

/** What programs need of /etc to resolve names, speak TLS, load libraries and tell the time. Nothing that says who else is on the host. */
const systemFiles = [
  ...["ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "nsswitch.conf", "localtime", "timezone"],
  ...["hosts", "host.conf", "gai.conf", "resolv.conf", "protocols", "services", "networks", "netconfig"],
  ...["ssl", "ca-certificates", "ca-certificates.conf", "pki", "crypto-policies"],
  ...[
    "os-release",
    "mime.types",
    "magic",
    "fonts",
    "chromium",
    "chromium.d",
    "gitconfig",
    "profile",
    "bash.bashrc",
    "locale.conf",
  ],
];
/** Where the host's /etc/resolv.conf may point to; bound as a directory so that a change is seen inside. */
const resolverDirectories = ["/run/systemd/resolve", "/run/NetworkManager", "/run/resolvconf"];
const resolverFile = "/etc/resolv.conf";
const programDirectories = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"];
const ownTemporary = ["/tmp", "/var/tmp", "/dev/shm"];

export type ViewOfTenant = {
  readonly tree: string;
  /** Inside the tree, and not to be changed from inside. */
  readonly readOnly: readonly string[];
  /** Readable inside; outside the tree. */
  readonly alsoReadable: readonly string[];
  /** Files that stand in the place of the host's /etc/passwd and /etc/group. */
  readonly accounts: { readonly passwd: string; readonly group: string };
  /** What /etc/resolv.conf is; the host's own when null. */
  readonly resolvers: string | null;
};

/**
 * Bubblewrap's arguments for a view of the host with its programs, its own
 * processes and temporary directories, and nothing of anybody's. What isn't
 * there on this host is left out.
 */
export function hostView(resolvers: string | null = null): string[] {
  return [
    ...["--unshare-pid", "--unshare-ipc", "--unshare-uts"],
    ...["--ro-bind", "/usr", "/usr"],
    ...programDirectories.flatMap(programDirectory),
    ...directory("/etc"),
    ...systemFiles
      .map((name) => `/etc/${name}`)
      .flatMap((file) => (resolvers && file === resolverFile ? link(resolvers, file) : systemFile(file))),
    ...directory("/run"),
    ...resolverDirectories.filter(isThere).flatMap((place) => ["--ro-bind", place, place]),
    ...["--proc", "/proc", "--dev", "/dev"],
    ...directory("/var"),
    // OpenClaw refuses to start where /tmp is not everybody's.
    ...ownTemporary.flatMap((place) => ["--perms", "1777", "--tmpfs", place]),
  ];
}

/** The same with one tenant's tree in it, at the path that it has outside. */
export function tenantView(view: ViewOfTenant): string[] {
  const parents = new Set([view.tree, ...view.alsoReadable].flatMap(parentsOf));
  return [
    ...hostView(view.resolvers),
    ...["--ro-bind", view.accounts.passwd, "/etc/passwd", "--ro-bind", view.accounts.group, "/etc/group"],
    ...[...parents].sort().flatMap(directory),
    ...view.alsoReadable.flatMap((place) => ["--ro-bind", place, place]),
    ...["--bind", view.tree, view.tree],
    ...view.readOnly.flatMap((place) => ["--ro-bind", place, place]),
  ];
}

/** Bubblewrap alone would close the directories that lead to what it binds. */
function directory(place: string): string[] {
  return ["--perms", "0755", "--dir", place];
}

function programDirectory(name: string): string[] {
  const place = `/${name}`;
  const stat = lstatSync(place, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink()) return ["--symlink", readlinkSync(place), place];
  return stat?.isDirectory() ? ["--ro-bind", place, place] : [];
}

/** A link to a resolver's file stays a link, so that what is put in its place later is seen. */
function systemFile(file: string): string[] {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isSymbolicLink()) return ["--ro-bind", file, file];
  const target = path.resolve(path.dirname(file), readlinkSync(file));
  const isLinkInside = ["/usr", ...resolverDirectories].some((place) => target.startsWith(`${place}/`));
  return isLinkInside ? link(target, file) : ["--ro-bind-try", file, file];
}

function link(target: string, file: string): string[] {
  return ["--symlink", target, file];
}

/** The directories above a place, without the root and without those that the view has anyway. */
function parentsOf(place: string): string[] {
  const parents: string[] = [];
  for (let at = path.dirname(place); at !== "/"; at = path.dirname(at)) parents.push(at);
  return parents.filter((at) => !["/usr", "/var", "/etc", "/run", ...ownTemporary].includes(at));
}

function isThere(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
}
