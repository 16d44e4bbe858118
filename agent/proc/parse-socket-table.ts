/** A TCP socket that accepts connections, or a UDP one that takes datagrams from everybody. `address` is in the usual notation, such as "127.0.0.1" or "::1". */
export type Listener = {
  readonly port: number;
  readonly address: string;
  readonly family: 4 | 6;
  readonly uid: number;
  readonly inode: number;
};

const listenState = "0A";
const untiedState = "07";
const closedState = "06";

/** Reads the text of /proc/net/tcp or /proc/net/tcp6 and keeps what listens. Lines it can't read are left out. */
export function parseSocketTable(text: string, family: 4 | 6): Listener[] {
  return parseSockets(text, family, listenState);
}

/** Reads the text of /proc/net/udp or /proc/net/udp6 likewise and keeps what is not tied to one other end. */
export function parseDatagramTable(text: string, family: 4 | 6): Listener[] {
  return parseSockets(text, family, untiedState);
}

function parseSockets(text: string, family: 4 | 6, wanted: string): Listener[] {
  const listeners: Listener[] = [];
  for (const line of text.split("\n").slice(1)) {
    const fields = line.trim().split(/\s+/);
    const [addressHex, portHex] = fields[1]?.split(":") ?? [];
    if (fields[3] !== wanted || addressHex === undefined || portHex === undefined) continue;
    const port = Number.parseInt(portHex, 16);
    const uid = Number(fields[7]);
    const inode = Number(fields[9]);
    const address = family === 4 ? parseAddress4(addressHex) : parseAddress6(addressHex);
    if (address === null || !Number.isInteger(port) || !Number.isInteger(uid) || !Number.isInteger(inode))
      continue;
    listeners.push({ port, address, family, uid, inode });
  }
  return listeners;
}

/**
 * The connections that somebody made to a port, from the same text, by their
 * two ends: whether each stands, or was closed a while ago by whichever end.
 */
export function parseConnections(text: string, port: number): Map<string, boolean> {
  const found = new Map<string, boolean>();
  for (const line of text.split("\n").slice(1)) {
    const [, local = "", remote = "", state] = line.trim().split(/\s+/);
    const isAt = (end: string) => Number.parseInt(end.split(":")[1] ?? "", 16) === port;
    if (isAt(local) && state !== listenState) found.set(`${local} ${remote}`, state !== closedState);
    // Of one that its maker closed first only the maker's end is left.
    else if (isAt(remote) && state === closedState) found.set(`${remote} ${local}`, false);
  }
  return found;
}

/** The kernel prints each 32-bit word in the byte order of the machine, which is little-endian wherever Node runs. */
function bytesOf(hex: string): number[] {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8)
    for (let byte = 6; byte >= 0; byte -= 2)
      bytes.push(Number.parseInt(hex.slice(word + byte, word + byte + 2), 16));
  return bytes;
}

function parseAddress4(hex: string): string | null {
  return /^[0-9A-F]{8}$/i.test(hex) ? bytesOf(hex).join(".") : null;
}

function parseAddress6(hex: string): string | null {
  if (!/^[0-9A-F]{32}$/i.test(hex)) return null;
  const bytes = bytesOf(hex);
  const groups: string[] = [];
  for (let index = 0; index < 16; index += 2)
    groups.push((((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)).toString(16));
  return compress(groups);
}

/** Replaces the longest run of zero groups by "::". */
function compress(groups: readonly string[]): string {
  const runs = [...groups.join(":").matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map((match) => match[0]);
  const longest = runs.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) return groups.join(":");
  const [before = "", after = ""] = splitOnce(groups.join(":"), longest);
  return `${before}::${after.replace(/^:/, "")}`;
}

function splitOnce(text: string, part: string): [string, string] {
  const at = text.indexOf(part);
  return [text.slice(0, at), text.slice(at + part.length)];
}
