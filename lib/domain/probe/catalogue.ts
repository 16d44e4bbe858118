import type { ProbeFamily, ProbeId } from "./probe.ts";

/** What a probe tries, and what it means when it gets through. */
export type ProbeDescription = {
  readonly family: ProbeFamily;
  /** What is tried from inside one tenant against another: completes "tried to …". */
  readonly attempt: string;
  /** The named risk when it gets through. */
  readonly risk: string;
  /** What closes it. */
  readonly remedy: string;
};

export const familyLabels: Record<ProbeFamily, string> = {
  files: "Files",
  processes: "Processes",
  gateway: "Gateway",
  ports: "Derived ports",
  "shared-places": "Shared places",
  squatting: "Port squatting",
  identity: "Identity",
  openclaw: "Through OpenClaw itself",
};

const ownUser = "Give each tenant its own OS user and keep its tree closed to others; repair provisioning.";
const privateView = "Turn on the private view: the tenant then sees its own tree and its own /tmp alone.";
const firewall = "Turn on the loopback firewall: only the tenant's own user and root then reach its ports.";

function file(what: string): ProbeDescription {
  return {
    family: "files",
    attempt: `list and read the other tenant's ${what}`,
    risk: `Another tenant can read this tenant's ${what}.`,
    remedy: ownUser,
  };
}

function process(attempt: string, risk: string, remedy: string): ProbeDescription {
  return { family: "processes", attempt, risk, remedy };
}

function port(what: string): ProbeDescription {
  return {
    family: "ports",
    attempt: `connect to ${what} of the other tenant`,
    risk: `Another tenant can drive this tenant's ${what}, which asks for no password.`,
    remedy: firewall,
  };
}

function sharedPlace(attempt: string, risk: string, remedy: string): ProbeDescription {
  return { family: "shared-places", attempt, risk, remedy };
}

function squat(which: string): ProbeDescription {
  return {
    family: "squatting",
    attempt: `take ${which} while the other tenant is stopped, and be heard there`,
    risk: "Another tenant can answer in this tenant's place and collect the token that a client sends.",
    remedy: firewall,
  };
}

function identity(attempt: string, risk: string, remedy: string): ProbeDescription {
  return { family: "identity", attempt, risk, remedy };
}

export const probeCatalogue: Record<ProbeId, ProbeDescription> = {
  "files.state": file("state directory"),
  "files.config": file("configuration"),
  "files.workspace": file("workspace"),
  "files.logs": file("logs"),
  "files.backups": file("backups"),
  "files.browser": file("browser profile"),
  "files.credentials": file("channel credentials"),
  "files.secrets": file("secrets"),
  "files.write": {
    family: "files",
    attempt: "create a file in the other tenant's directories",
    risk: "Another tenant can change this tenant's files.",
    remedy: ownUser,
  },
  "files.link": {
    family: "files",
    attempt: "read the other tenant's canary through a link of its own",
    risk: "Another tenant can read this tenant's files through a link.",
    remedy: ownUser,
  },
  "files.anywhere": {
    family: "files",
    attempt: "come across the other tenant's data anywhere in what it sees",
    risk: "This tenant's data lies open to another tenant under another path.",
    remedy:
      "Look at the path that is named: undo the mount, hard link or copy that put this tenant's data there.",
  },
  "process.environ": process(
    "read the environment of the other tenant's Gateway",
    "Another tenant can read what this tenant's Gateway was started with, keys included.",
    ownUser,
  ),
  "process.cmdline": process(
    "read the command line of the other tenant's Gateway",
    "Another tenant sees this tenant's processes and their arguments.",
    "Turn on the private view, which hides other tenants' processes. No secret is passed as an argument.",
  ),
  "process.cwd": process(
    "follow the working directory of the other tenant's Gateway",
    "Another tenant can enter this tenant's directories through its process.",
    ownUser,
  ),
  "process.fds": process(
    "list the open files of the other tenant's Gateway",
    "Another tenant can reach the files that this tenant's Gateway has open.",
    ownUser,
  ),
  "process.maps": process(
    "read the memory map of the other tenant's Gateway",
    "Another tenant can look into this tenant's memory.",
    ownUser,
  ),
  "process.signal": process(
    "ask the kernel whether it may signal the other tenant's Gateway (signal 0)",
    "Another tenant can stop this tenant's Gateway.",
    ownUser,
  ),
  "process.ptrace": process(
    "open the memory of the other tenant's Gateway",
    "Another tenant can take over this tenant's Gateway.",
    ownUser,
  ),
  "process.inspector": process(
    "find the Node inspector of the other tenant's Gateway listening",
    "Another tenant can run code inside this tenant's Gateway.",
    "Start the Gateway with the inspector signal off (NODE_OPTIONS=--disable-sigusr1): restart it.",
  ),
  "gateway.health": {
    family: "gateway",
    attempt: "read version and health of the other tenant's Gateway without a token",
    risk: "Another tenant sees this tenant's version, load and failing channels.",
    remedy: firewall,
  },
  "gateway.http": {
    family: "gateway",
    attempt: "use the other tenant's HTTP interface with no token, its own token and a random one",
    risk: "Another tenant can command this tenant's Gateway.",
    remedy: "Rotate this tenant's token; each tenant needs a token of its own.",
  },
  "gateway.websocket": {
    family: "gateway",
    attempt: "open the other tenant's control connection with no token, its own token and a random one",
    risk: "Another tenant can command this tenant's Gateway, its shell included.",
    remedy: "Rotate this tenant's token; each tenant needs a token of its own.",
  },
  "gateway.session-key": {
    family: "gateway",
    attempt: "use the other tenant's session key at its own Gateway, and its own at the other's",
    risk: "A session of this tenant can be read at another tenant's Gateway.",
    remedy: "Look for a shared state directory or workspace on the checklist.",
  },
  "gateway.openai": {
    family: "gateway",
    attempt: "use the other tenant's OpenAI-compatible interface with its own key",
    risk: "One tenant's key works at another tenant's Gateway.",
    remedy: "Rotate the shared key; issue one key a customer.",
  },
  "gateway.paired-device": {
    family: "gateway",
    attempt: "connect as a device that nobody approved, and as one that was removed",
    risk: "Whoever reaches the port can use a device that survives a change of the token.",
    remedy:
      "Turn silent pairing off (gateway.nodes.pairing.autoApproveLocal: false) and remove unknown devices.",
  },
  "port.control": port("browser control"),
  "port.relay": port("browser relay"),
  "port.cdp": port("managed browser"),
  "port.browser": {
    family: "ports",
    attempt: "ask the other tenant's running browser to be driven",
    risk: "Another tenant can drive this tenant's browser, read its files through it and take its token.",
    remedy: firewall,
  },
  "port.browser-shared": {
    family: "ports",
    attempt: "have its own Gateway drive the other tenant's browser",
    risk: "Two Gateways drive one browser: each sees the other's pages and sign-ins.",
    remedy:
      "Give each tenant's browser a port of its own (browser.profiles, cdpPort), then restart both Gateways.",
  },
  "shared.tmp": sharedPlace(
    "read a file that the other tenant leaves in /tmp",
    "Temporary files of this tenant can be read by another.",
    privateView,
  ),
  "shared.tmp-names": sharedPlace(
    "take the names in /tmp that the other tenant's Gateway needs",
    "Another tenant can keep this tenant's Gateway from starting.",
    privateView,
  ),
  "shared.var-tmp": sharedPlace(
    "read a file that the other tenant leaves in /var/tmp",
    "Temporary files of this tenant can be read by another.",
    privateView,
  ),
  "shared.dev-shm": sharedPlace(
    "read a file that the other tenant leaves in /dev/shm",
    "Shared memory of this tenant can be read by another.",
    privateView,
  ),
  "shared.compile-cache": sharedPlace(
    "plant code in a compile cache that the other tenant's Gateway loads",
    "Another tenant can run code inside this tenant's Gateway.",
    "Keep the compile cache inside the boundary or off: restart the Gateway so that it takes effect.",
  ),
  "shared.caches": sharedPlace(
    "reach the caches of the other tenant's tools",
    "Another tenant can plant packages that this tenant's tools load.",
    "Keep XDG and npm caches inside the boundary: restart the Gateway.",
  ),
  "shared.socket-file": sharedPlace(
    "connect to a socket file that the other tenant opens in /tmp",
    "Another tenant can talk to this tenant's local services.",
    privateView,
  ),
  "shared.socket-abstract": sharedPlace(
    "connect to an abstract socket that the other tenant opens",
    "Another tenant can talk to this tenant's local services.",
    "Give the tenant a network namespace of its own; abstract sockets belong to it.",
  ),
  "shared.mdns": sharedPlace(
    "find the other tenant's Gateway announced on the network",
    "This tenant's Gateway announces itself to everybody.",
    "Turn discovery off (discovery.mdns.mode: off).",
  ),
  "shared.runtime-ancestors": sharedPlace(
    "write into the runtime or a directory above it",
    "A tenant can plant code that every Gateway loads.",
    "Repair owner and mode of the runtime store: root, not writable by others.",
  ),
  "squat.base-ipv4": squat("the Gateway's port on IPv4"),
  "squat.base-ipv6": squat("the Gateway's port on IPv6"),
  "squat.derived": squat("a derived port"),
  "identity.uid": identity(
    "be the same OS user",
    "Two tenants run as one OS user: files, processes and tokens are open to each other.",
    "Onboard each tenant at rung os-user on a host where the agent is root.",
  ),
  "identity.gid": identity(
    "be in the other tenant's group",
    "Another tenant reads what this tenant's group may read, its configuration included.",
    "Remove the account from the group.",
  ),
  "identity.groups": identity(
    "use a supplementary group that opens the host",
    "This tenant's user is in a group that reaches other tenants.",
    "Remove the tenant's user from the group.",
  ),
  "identity.sudo": identity(
    "become another user with sudo",
    "This tenant can become root or another tenant.",
    "Remove the sudo rule.",
  ),
  "identity.container-socket": identity(
    "open a container engine's socket",
    "Whoever reaches the container engine is root on the host.",
    "Close the socket to tenants' users.",
  ),
  "identity.scheduled": identity(
    "leave work behind in cron, at or a lingering service",
    "This tenant can run things outside what Bulkhead supervises.",
    "Deny cron and at to tenants' users and turn lingering off.",
  ),
  "openclaw.read": {
    family: "openclaw",
    attempt: "list the other tenant's workspace through its own Gateway",
    risk: "A tenant's Gateway reads another tenant's files.",
    remedy: ownUser,
  },
  "openclaw.agent-turn": {
    family: "openclaw",
    attempt: "make its assistant read the other tenant's canary with its file and command tools",
    risk: "A tenant's assistant reads another tenant's files.",
    remedy: ownUser,
  },
};
