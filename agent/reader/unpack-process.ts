import { spawn } from "node:child_process";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import { withInherited } from "#agent/system/inherited-files.ts";
import { killGroup } from "#agent/system/kill-group.ts";
import { FrameReader, type PackedEntry } from "./runner/frames.ts";
import { mostNamed, mostUnpackedBytes, type Rest, restsOf } from "./runner/outlet.ts";

/** The bytes that were packed, by which names, and why there are not all of them; for no reason when there are. */
export type Unpacked = {
  readonly bytes: Buffer;
  readonly entries: readonly PackedEntry[];
  readonly rests: readonly Rest[];
};

/**
 * Has a reader unpack an opened file. What it sends is bytes with their names,
 * and bounded; what it says of itself is why there is more. Never throws:
 * what came until it failed is what there is.
 */
export function runUnpacker(
  command: BoundaryCommand,
  descriptor: number,
  timeoutMs: number,
): Promise<Unpacked> {
  const { promise, resolve } = Promise.withResolvers<Unpacked>();
  const child = withInherited(command.inherited, (handles) =>
    spawn(command.file, [...command.args], {
      cwd: command.cwd,
      env: { ...command.env } as NodeJS.ProcessEnv,
      // What it complains about may quote the tenant's secrets, so it is not kept.
      stdio: [descriptor, "pipe", "ignore", ...handles],
      detached: true,
    }),
  );
  const frames = new FrameReader({ bytes: mostUnpackedBytes, entries: mostNamed });
  const end = (rests: readonly Rest[]) => {
    clearTimeout(timer);
    killGroup(child.pid);
    resolve({ ...frames.end(), rests });
  };
  const timer = setTimeout(() => end(["part"]), timeoutMs);
  child.stdout?.on("data", (piece: Buffer) => {
    if (!frames.push(piece)) end(["part"]);
  });
  child.once("error", () => end(["part"]));
  child.once("close", (code) => end(restsOf(code)));
  return promise;
}
