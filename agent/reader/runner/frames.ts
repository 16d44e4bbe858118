/** A part of what was unpacked, by the names of what it was packed in, outermost first: "a.tgz!/state/x.json". */
export type PackedEntry = { readonly name: string; readonly at: number; readonly size: number };

const headBytes = 5;
const text = 0;
const entry = 1;
const longestName = 1000;
/** So many names may one byte have on average: that of a file, and those of what it is packed in. */
const mostTimes = 4;
/** An entry's own numbers, before its name. */
const numberBytes = 8;

export function textFrame(bytes: Buffer): Buffer {
  return frame(text, bytes);
}

export function entryFrame({ name, at, size }: PackedEntry): Buffer {
  const numbers = Buffer.alloc(numberBytes);
  numbers.writeUInt32LE(at, 0);
  numbers.writeUInt32LE(size, 4);
  return frame(entry, Buffer.concat([numbers, Buffer.from(name).subarray(0, longestName)]));
}

function frame(kind: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(headBytes);
  head.writeUInt8(kind, 0);
  head.writeUInt32LE(payload.length, 1);
  return Buffer.concat([head, payload]);
}

/**
 * Takes frames apart as they come. Whoever sends them may send anything: what
 * makes no sense ends it, and names of what lies outside of the text, or of the
 * same over and over, are left out: whoever looks at each would not come to an end.
 */
export class FrameReader {
  readonly #most: { readonly bytes: number; readonly entries: number };
  readonly #texts: Buffer[] = [];
  readonly #entries: PackedEntry[] = [];
  #pending: Buffer = Buffer.alloc(0);
  /** Of a text that is coming. */
  #left = 0;
  #size = 0;

  constructor(most: { readonly bytes: number; readonly entries: number }) {
    this.#most = most;
  }

  /** @returns false when no more is taken */
  push(piece: Buffer): boolean {
    let rest = this.#pending.length === 0 ? piece : Buffer.concat([this.#pending, piece]);
    this.#pending = Buffer.alloc(0);
    while (rest.length > 0) {
      if (this.#left > 0) {
        const part = rest.subarray(0, this.#left);
        this.#size += part.length;
        if (this.#size > this.#most.bytes) return false;
        this.#texts.push(part);
        this.#left -= part.length;
        rest = rest.subarray(part.length);
        continue;
      }
      if (rest.length < headBytes) break;
      const [kind, length] = [rest.readUInt8(0), rest.readUInt32LE(1)];
      if (kind === text) {
        this.#left = length;
        rest = rest.subarray(headBytes);
        continue;
      }
      if (kind !== entry || length < numberBytes || length > numberBytes + longestName) return false;
      if (rest.length < headBytes + length) break;
      if (this.#entries.length === this.#most.entries) return false;
      const payload = rest.subarray(headBytes, headBytes + length);
      this.#entries.push({
        at: payload.readUInt32LE(0),
        size: payload.readUInt32LE(4),
        name: payload.toString("utf8", numberBytes),
      });
      rest = rest.subarray(headBytes + length);
    }
    // Less than a head, or than a name with its numbers.
    this.#pending = Buffer.from(rest);
    return true;
  }

  /** What came. */
  end(): { readonly bytes: Buffer; readonly entries: readonly PackedEntry[] } {
    const bytes = Buffer.concat(this.#texts);
    let named = 0;
    const entries = this.#entries.filter(({ at, size }) => {
      if (at + size > bytes.length || named + size > bytes.length * mostTimes) return false;
      named += size;
      return true;
    });
    return { bytes, entries };
  }
}
