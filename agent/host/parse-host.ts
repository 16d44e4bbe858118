/** Reads /proc/meminfo. `available` is what programs can get without swapping. */
export function parseMemory(text: string): { totalBytes: number; availableBytes: number } {
  const bytesOf = (key: string) => {
    const kib = new RegExp(`^${key}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
    return Number(kib ?? 0) * 1024;
  };
  return { totalBytes: bytesOf("MemTotal"), availableBytes: bytesOf("MemAvailable") };
}

/** The name in an os-release file: "Debian GNU/Linux 12 (bookworm)". */
export function parseOsName(text: string): string | null {
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(text)?.[1] ?? null;
}
