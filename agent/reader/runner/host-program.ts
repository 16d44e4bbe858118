import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Packed } from "./packed-source.ts";

export type ProgramName = "xz" | "bzip2" | "lz4";
/** Where the host keeps each, if it does. */
export type HostPrograms = Readonly<Record<ProgramName, readonly string[]>>;

export const hostPrograms: HostPrograms = {
  xz: ["/usr/bin/xz", "/bin/xz"],
  bzip2: ["/usr/bin/bzip2", "/bin/bzip2"],
  lz4: ["/usr/bin/lz4", "/bin/lz4"],
};
const options: Readonly<Record<ProgramName, readonly string[]>> = {
  // The strongest preset needs 65 MiB; a file may ask for 4 GiB.
  xz: ["-dcq", "--threads=1", "--memlimit-decompress=128MiB"],
  bzip2: ["-dcq"],
  lz4: ["-dcq"],
};

/** Thrown where the host does not have the program. */
export class ProgramMissing extends Error {
  readonly program: ProgramName;
  constructor(program: ProgramName) {
    super(`This host has no ${program}.`);
    this.program = program;
  }
}

export function isProgram(kind: string): kind is ProgramName {
  return Object.hasOwn(hostPrograms, kind);
}

export function findProgram(name: ProgramName, programs: HostPrograms = hostPrograms): string | null {
  return programs[name].find((file) => existsSync(file)) ?? null;
}

/**
 * What a program of the host's unpacks, piece by piece. It runs as whoever
 * reads, in the same boundary and with the same limits, and ends with it.
 *
 * @throws Error where the program finds that it is damaged, or needs too much memory
 */
export async function* unpackBy(
  name: ProgramName,
  packed: Packed,
  programs: HostPrograms,
): AsyncGenerator<Buffer> {
  const file = findProgram(name, programs);
  if (file === null) throw new ProgramMissing(name);
  const child = spawn(file, options[name], {
    cwd: "/",
    // Next's types demand NODE_ENV in every environment.
    env: {} as NodeJS.ProcessEnv,
    stdio: [typeof packed === "number" ? packed : "pipe", "pipe", "ignore"],
  });
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.once("error", () => resolve(null));
  child.once("close", resolve);
  // It may end before it has read all.
  child.stdin?.on("error", () => undefined);
  if (typeof packed !== "number") child.stdin?.end(packed);
  try {
    for await (const piece of child.stdout ?? []) yield piece as Buffer;
    if ((await ended) !== 0) throw new Error(`${name} could not unpack all of it.`);
  } finally {
    child.kill("SIGKILL");
  }
}
