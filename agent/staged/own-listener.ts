import { readFileSync } from "node:fs";

/** True when exactly this socket, and no other, listens on 127.0.0.1 at the port. */
export function isOwnListener(port: number, inode: number): boolean {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const found = [
    ...listenersIn("/proc/net/tcp", [`0100007F:${hex}`, `00000000:${hex}`]),
    ...listenersIn("/proc/net/tcp6", [
      `00000000000000000000000000000000:${hex}`,
      `0000000000000000FFFF00000100007F:${hex}`,
    ]),
  ];
  return found.length === 1 && found[0] === inode;
}

function listenersIn(file: string, addresses: readonly string[]): number[] {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
  } catch {
    // A kernel without IPv6 has no such table.
  }
  return text.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[3] === "0A" && addresses.includes(fields[1] ?? "") ? [Number(fields[9])] : [];
  });
}
