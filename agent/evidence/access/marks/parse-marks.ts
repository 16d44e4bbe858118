/** What something in the file system carries beside its mode. */
export type Mark = {
  readonly type: "file" | "directory" | "device";
  readonly place: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Capabilities that a program gains. */
  readonly capabilities: readonly string[];
  readonly list: readonly ListEntry[];
  /** What is handed on to whatever is made in it. */
  readonly handedOn: readonly ListEntry[];
};
/** One line of an access list that names somebody. */
type ListEntry = {
  readonly who: "user" | "group" | "mask" | "owner" | "owners" | "other";
  readonly id: number;
  readonly rights: number;
};

const types = { f: "file", d: "directory", b: "device", c: "device" } as const;

/** @returns null when the answer was not whole */
export function parseMarks(text: string): Mark[] | null {
  const lines = text.split("\n").filter(Boolean);
  if (!/^done \d+$/.test(lines.at(-1) ?? "")) return null;
  return lines.slice(0, -1).flatMap((line) => {
    const [type = "", mode = "", uid, gid, capabilities = "-", list = "-", handedOn = "-", place = ""] =
      line.split(" ");
    if (!Object.hasOwn(types, type)) return [];
    return [
      {
        type: types[type as keyof typeof types],
        place: Buffer.from(place, "hex").toString("utf8"),
        mode: Number.parseInt(mode, 8),
        uid: Number(uid),
        gid: Number(gid),
        capabilities: parseCapabilities(capabilities),
        list: parseAccessList(list),
        handedOn: parseAccessList(handedOn),
      },
    ];
  });
}

/** The kernel's `security.capability`, in hexadecimal: what it lets a program have, or its starter hand on to it. */
export function parseCapabilities(hex: string): string[] {
  const bytes = Buffer.from(hex, "hex");
  if (bytes.length < 12) return [];
  // Two halves of the permitted and the inheritable set, after a word that says the version.
  const words = [4, 8, 12, 16].map((at) => (at + 4 <= bytes.length ? bytes.readUInt32LE(at) : 0));
  const [low = 0, lowHanded = 0, high = 0, highHanded = 0] = words;
  const set = (BigInt(high | highHanded) << 32n) | BigInt((low | lowHanded) >>> 0);
  return capabilityNames.filter((_, bit) => ((set >> BigInt(bit)) & 1n) === 1n);
}

const tags: Readonly<Record<number, ListEntry["who"]>> = {
  1: "owner",
  2: "user",
  4: "owners",
  8: "group",
  16: "mask",
  32: "other",
};

/** The kernel's `system.posix_acl_access` or `_default`, in hexadecimal. */
export function parseAccessList(hex: string): ListEntry[] {
  const bytes = Buffer.from(hex, "hex");
  const entries: ListEntry[] = [];
  for (let at = 4; at + 8 <= bytes.length; at += 8) {
    const who = tags[bytes.readUInt16LE(at)];
    if (who !== undefined)
      entries.push({ who, rights: bytes.readUInt16LE(at + 2), id: bytes.readUInt32LE(at + 4) });
  }
  return entries;
}

const capabilityNames = [
  ...["chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap"],
  ...[
    "linux_immutable",
    "net_bind_service",
    "net_broadcast",
    "net_admin",
    "net_raw",
    "ipc_lock",
    "ipc_owner",
  ],
  ...[
    "sys_module",
    "sys_rawio",
    "sys_chroot",
    "sys_ptrace",
    "sys_pacct",
    "sys_admin",
    "sys_boot",
    "sys_nice",
  ],
  ...[
    "sys_resource",
    "sys_time",
    "sys_tty_config",
    "mknod",
    "lease",
    "audit_write",
    "audit_control",
    "setfcap",
  ],
  ...["mac_override", "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read", "perfmon", "bpf"],
  "checkpoint_restore",
];
