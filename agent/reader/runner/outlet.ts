/** The agent takes no more, and ends whoever sends more. */
export const mostUnpackedBytes = 64 * 1024 * 1024;
/** Of packed files inside of one: each may start a program of the host's. */
const mostInside = 1000;

/**
 * Why something was not handed over: it is damaged or beyond a limit, it is
 * locked or packed in a way that nothing here opens, or the host lacks a program.
 */
export type Rest = "part" | "closed" | "no-xz" | "no-bzip2";
const allRests: readonly Rest[] = ["part", "closed", "no-xz", "no-bzip2"];

/** Above those that Node itself ends with; a bit for each rest is added. */
const firstCode = 16;

/** The exit code of a reader that unpacked something. */
export function restCode(rests: readonly Rest[]): number {
  return rests.length === 0 ? 0 : firstCode + rests.reduce((bits, rest) => bits | bitOf(rest), 0);
}

export function restsOf(code: number | null): readonly Rest[] {
  if (code === 0) return [];
  const bits = (code ?? 0) - firstCode;
  if (bits <= 0 || bits >= firstCode) return ["part"];
  return allRests.filter((rest) => (bits & bitOf(rest)) !== 0);
}

function bitOf(rest: Rest): number {
  return 1 << allRests.indexOf(rest);
}

/** Where unpacked bytes go, all that is in one file within one limit. */
export class Outlet {
  readonly #send: (bytes: Buffer) => Promise<void>;
  readonly #rests = new Set<Rest>();
  #bytes = mostUnpackedBytes;
  #inside = mostInside;

  constructor(send: (bytes: Buffer) => Promise<void>) {
    this.#send = send;
  }

  get rests(): readonly Rest[] {
    return [...this.#rests];
  }

  get isFull(): boolean {
    return this.#bytes === 0;
  }

  /** @returns whether it takes more */
  async write(bytes: Buffer): Promise<boolean> {
    const part = bytes.subarray(0, this.#bytes);
    this.#bytes -= part.length;
    if (part.length > 0) await this.#send(part);
    if (this.isFull) this.leave("part");
    return !this.isFull;
  }

  /** Something else begins, which is not to be read together with what came before. */
  async begin(): Promise<void> {
    if (this.#bytes < mostUnpackedBytes) await this.write(Buffer.from("\n=|=\n"));
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
