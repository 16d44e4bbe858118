import { spawn } from "node:child_process";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import { withInherited } from "#agent/system/inherited-files.ts";
import { killGroup } from "#agent/system/kill-group.ts";
import { mostUnpackedBytes, type Rest, restsOf } from "./runner/outlet.ts";

/** The bytes that were packed, and why there are not all of them; for no reason when there are. */
export type Unpacked = { readonly bytes: Buffer; readonly rests: readonly Rest[] };

/**
 * Has a reader unpack an opened file. What it sends is bytes and nothing else,
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
  const pieces: Buffer[] = [];
  let size = 0;
  const end = (rests: readonly Rest[]) => {
    clearTimeout(timer);
    killGroup(child.pid);
    resolve({ bytes: Buffer.concat(pieces), rests });
  };
  const timer = setTimeout(() => end(["part"]), timeoutMs);
  child.stdout?.on("data", (piece: Buffer) => {
    size += piece.length;
    if (size > mostUnpackedBytes) return end(["part"]);
    pieces.push(piece);
  });
  child.once("error", () => end(["part"]));
  child.once("close", (code) => end(restsOf(code)));
  return promise;
}
