import {
  installCommand,
  type PackageFamily,
  packagesFor,
  type WallProgram,
} from "#lib/domain/host/wall-packages.ts";

/** The walls as an operator calls them, and what each is made with. */
export type Wall = "private-view" | "firewall" | "network";

/** What is known of a host on which a wall doesn't work. */
export type WallFacts = {
  /** What the tool said. */
  readonly words: string;
  /** The kernel has what pasta makes a network's way out with. */
  readonly hasTun: boolean;
};

const restart = "Then restart Bulkhead.";

/** For a host without a wall's program: what is missing, and the command that brings it. */
export function missingNote(family: PackageFamily | null, program: WallProgram): string {
  // Debian's names are those of the projects.
  const [name = program] = packagesFor(family ?? "debian", [program]);
  const cure =
    family === null
      ? `Install the package ${name} with this host's package manager`
      : `Install it: ${installCommand(family, [program]).join(" ")}`;
  return `This host has no ${name}. ${cure}. ${restart}`;
}

/** For a program that is there and doesn't do its work: what it said, why, and the command that cures it. */
export function brokenNote(wall: Wall, { words, hasTun }: WallFacts): string {
  const { cause, command } = causeOf(wall, words, hasTun);
  const said = words.trim().replace(/\.$/, "");
  return `${intro[wall]}: ${said || "it gave no reason"}. ${cause}: ${command}. ${restart}`;
}

const intro: Record<Wall, string> = {
  "private-view": "This host's bubblewrap doesn't work here",
  firewall: "This host's nftables doesn't work here",
  network: "A network of a tenant's own doesn't work here",
};

type Cause = { readonly cause: string; readonly command: string };

const inContainer = "Where this is a container, start it with the right to";

function causeOf(wall: Wall, words: string, hasTun: boolean): Cause {
  const isForbidden = /not permitted|permission denied|EPERM|EACCES/i.test(words);
  const isFull = /no space left|ENOSPC/i.test(words);
  if (isFull && wall !== "firewall") {
    return {
      cause: "The kernel's limit of namespaces is reached or 0. Raise it",
      command:
        "sysctl -w user.max_mnt_namespaces=65536 user.max_pid_namespaces=65536 user.max_ipc_namespaces=65536 user.max_uts_namespaces=65536 user.max_net_namespaces=65536",
    };
  }
  switch (wall) {
    case "private-view":
      return isForbidden
        ? {
            cause: `Root may make no namespaces here. ${inContainer}`,
            command:
              "docker run --cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined",
          }
        : {
            cause: "See what it says by itself",
            command: "bwrap --ro-bind / / --proc /proc --unshare-pid true",
          };
    case "firewall":
      if (isForbidden)
        return {
          cause: `Root may change no firewall here. ${inContainer}`,
          command: "docker run --cap-add NET_ADMIN",
        };
      return /not supported|no such file|unknown/i.test(words)
        ? {
            cause: "The kernel's part of it is missing. Load it",
            command: "modprobe -a nf_tables nft_reject_inet nft_fib_inet",
          }
        : { cause: "See what it says by itself", command: "nft list tables" };
    case "network":
      return networkCause(words, hasTun, isForbidden);
  }
}

function networkCause(words: string, hasTun: boolean, isForbidden: boolean): Cause {
  if (!hasTun)
    return {
      cause: "The kernel has no tun device, which pasta works with. Load it",
      command: "modprobe tun",
    };
  if (/\btun\b/i.test(words))
    return {
      cause:
        "The tenant's user may not open /dev/net/tun, and this host's root may make no such device of its own, as in a container. Give the container the device, and everybody the right to open it",
      command: "docker run --device /dev/net/tun, and inside: chmod 0666 /dev/net/tun",
    };
  return isForbidden
    ? {
        cause: `Root may make no networks here. ${inContainer}`,
        command:
          "docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined",
      }
    : {
        cause: "See what its programs say by themselves",
        command: "ip netns add try && ip netns delete try && pasta --version",
      };
}

/** For a host that leads nowhere. */
export const noRouteNote = `This host has no default route, so nothing could be let out of such a network. Give it one: ip route add default via <address of its router>. ${restart}`;

/** For a host whose names are resolved by itself alone. */
export const noResolverNote = `This host asks a resolver of its own for names, which can't be reached from another network. Name one beside it that can: echo "nameserver <address of another resolver>" >> /etc/resolv.conf. ${restart}`;

/** What stays within reach of a tenant's network where a layer of what it is refused is missing; nothing where none is. */
export function stillReachable(
  { refusesOnHost, refusesInside }: { readonly refusesOnHost: boolean; readonly refusesInside: boolean },
  firewallNote: string,
): string {
  if (refusesOnHost) return "";
  const what = refusesInside
    ? "Link-local and metadata addresses and those that this host has now are refused inside. Addresses that it gets later stay reachable until the next look, within a minute."
    : "Link-local and metadata addresses and this host's other addresses, the dashboard's port on them included, stay reachable from inside.";
  return ` The host's firewall can't help: ${firewallNote} ${what}`;
}
