export const tarBlockBytes = 512;

/** Whether a tar's entry begins here: every form of it has a checksum, not every one a word. */
export function isTarHeader(bytes: Buffer): boolean {
  if (bytes.length < tarBlockBytes) return false;
  const expected = Number.parseInt(textOf(bytes, 148, 8).trim(), 8);
  if (!(expected > 0)) return false;
  let sum = 8 * 32;
  for (let at = 0; at < tarBlockBytes; at += 1) if (at < 148 || at >= 156) sum += bytes[at] ?? 0;
  return sum === expected;
}

/** How long the content of an entry is, in bytes; NaN where the header makes no sense. */
export function tarSize(header: Buffer): number {
  return Number.parseInt(textOf(header, 124, 12).trim() || "0", 8);
}

export function textOf(header: Buffer, start: number, length: number): string {
  return header
    .subarray(start, start + length)
    .toString("utf8")
    .replace(/\0.*$/s, "");
}
