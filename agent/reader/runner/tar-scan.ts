import { tarName } from "./tar-entries.ts";
import { tarBlockBytes as block, isTarHeader, tarSize } from "./tar-header.ts";

/** Reads tar headers out of a stream, and of contents only the long names that belong to a header. */
export class TarScan {
  bytes = 0;
  entries = 0;
  isEnded = false;
  isDamaged = false;
  #pending: Buffer = Buffer.alloc(0);
  #skip = 0;
  #long: { type: string; size: number } | null = null;
  #longName: string | null = null;
  readonly #onName: (name: string) => void;

  constructor(onName: (name: string) => void) {
    this.#onName = onName;
  }

  /** True in the middle of an entry. */
  get isInside(): boolean {
    return this.#skip > 0 || this.#long !== null || this.#pending.length > 0;
  }

  push(chunk: Buffer): void {
    this.bytes += chunk.length;
    let rest = chunk;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, rest.length);
      this.#skip -= skipped;
      rest = rest.subarray(skipped);
    }
    this.#pending = this.#pending.length === 0 ? rest : Buffer.concat([this.#pending, rest]);
    while (!this.isEnded && !this.isDamaged && this.#step());
  }

  #step(): boolean {
    return this.#long === null ? this.#header() : this.#longContent(this.#long);
  }

  #header(): boolean {
    const header = this.#take(block);
    if (header === null) return false;
    if (header.every((byte) => byte === 0)) {
      this.isEnded = true;
      return false;
    }
    const size = tarSize(header);
    if (!Number.isFinite(size) || !isTarHeader(header)) {
      this.isDamaged = true;
      return false;
    }
    const type = String.fromCharCode(header[156] ?? 0);
    const padded = Math.ceil(size / block) * block;
    if ((type === "L" || type === "x") && size < 1024 * 1024) {
      this.#long = { type, size };
      return true;
    }
    this.entries += 1;
    if (type !== "g") this.#onName(this.#longName ?? tarName(header));
    this.#longName = null;
    this.#drop(padded);
    return true;
  }

  #longContent({ type, size }: { type: string; size: number }): boolean {
    const content = this.#take(Math.ceil(size / block) * block);
    if (content === null) return false;
    const text = content.subarray(0, size).toString("utf8");
    this.#longName =
      type === "L" ? text.replace(/\0.*$/s, "") : (/^\d+ path=(.*)$/m.exec(text)?.[1] ?? this.#longName);
    this.#long = null;
    return true;
  }

  #take(size: number): Buffer | null {
    if (this.#pending.length < size) return null;
    const taken = this.#pending.subarray(0, size);
    this.#pending = this.#pending.subarray(size);
    return taken;
  }

  #drop(size: number): void {
    const here = Math.min(size, this.#pending.length);
    this.#pending = this.#pending.subarray(here);
    this.#skip = size - here;
  }
}
