import { entryFrame, textFrame } from "./frames.ts";

/** The agent takes no more, and ends whoever sends more. */
export const mostUnpackedBytes = 64 * 1024 * 1024;
/** Of packed files inside of one: each may start a program of the host's. */
const mostInside = 1000;
/** Parts of which the names are told. */
export const mostNamed = 20_000;

/**
 * Why something was not handed over: it is damaged or beyond a limit, it is
 * locked or packed in a way that nothing here opens, or the host lacks a program.
 */
export type Rest = "part" | "closed" | "no-xz" | "no-bzip2" | "no-lz4";
const allRests: readonly Rest[] = ["part", "closed", "no-xz", "no-bzip2", "no-lz4"];

/** Above those that Node itself ends with, and below those of signals; a bit for each rest is added. */
const firstCode = 64;
const codes = 1 << allRests.length;

/** The exit code of a reader that unpacked something. */
export function restCode(rests: readonly Rest[]): number {
  return rests.length === 0 ? 0 : firstCode + rests.reduce((bits, rest) => bits | bitOf(rest), 0);
}

export function restsOf(code: number | null): readonly Rest[] {
  if (code === 0) return [];
  const bits = (code ?? 0) - firstCode;
  if (bits <= 0 || bits >= codes) return ["part"];
  return allRests.filter((rest) => (bits & bitOf(rest)) !== 0);
}

function bitOf(rest: Rest): number {
  return 1 << allRests.indexOf(rest);
}

/** Where unpacked bytes go, all that is in one file within one limit. */
export class Outlet {
  readonly #send: (frame: Buffer) => Promise<void>;
  readonly #rests = new Set<Rest>();
  #written = 0;
  #entries = 0;
  #inside = mostInside;

  constructor(send: (frame: Buffer) => Promise<void>) {
    this.#send = send;
  }

  get rests(): readonly Rest[] {
    return [...this.#rests];
  }

  get isFull(): boolean {
    return this.#written === mostUnpackedBytes;
  }

  /** Where the next byte goes. */
  get at(): number {
    return this.#written;
  }

  /** @returns whether it takes more */
  async write(bytes: Buffer): Promise<boolean> {
    const part = bytes.subarray(0, mostUnpackedBytes - this.#written);
    this.#written += part.length;
    if (part.length > 0) await this.#send(textFrame(part));
    if (this.isFull) this.leave("part");
    return !this.isFull;
  }

  /** Something else begins, which is not to be read together with what came before. */
  async begin(): Promise<void> {
    if (this.#written > 0) await this.write(Buffer.from("\n=|=\n"));
  }

  /** Says by which name a part of what was written was packed; what is beyond a limit goes without. */
  async name(name: string, at: number, size: number): Promise<void> {
    const length = Math.min(size, this.#written - at);
    if (length <= 0 || this.#entries === mostNamed) return;
    this.#entries += 1;
    await this.#send(entryFrame({ name, at, size: length }));
  }

  leave(rest: Rest): void {
    this.#rests.add(rest);
  }

  /** @returns false where as many packed files were opened inside of this one as may be */
  takesAnother(): boolean {
    if (this.isFull || this.#inside === 0) return false;
    this.#inside -= 1;
    return true;
  }
}
