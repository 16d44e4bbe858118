import { access } from "node:fs/promises";
import { Mutex } from "async-mutex";
import type { BoundaryCommand } from "#agent/boundary/boundary-command.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { readerCommand } from "./reader-command.ts";
import { ReaderFailure, type ReaderProcess, startReader } from "./reader-process.ts";
import type { PackedKind } from "./runner/packed-kind.ts";
import type { ReaderRequest } from "./runner/protocol.ts";
import { stageReader } from "./stage-reader.ts";
import { runUnpacker, type Unpacked } from "./unpack-process.ts";

/** How long a reader may take to start, in milliseconds: that is our own program's, and says little of a file. */
const startMs = 10_000;
/** How long one file may take. */
const fileMs = 3_000;
/** How long all files of a kind may take before a tenant is left in peace. */
const allMs = 6_000;
/** A reader that nobody asks for so long is ended. */
const idleMs = 2_000;

/** Which allowance of time a reading takes from. */
type Kind = "text" | "database" | "archive" | "unpacking";

const nothingSpent: Readonly<Record<Kind, number>> = { text: 0, database: 0, archive: 0, unpacking: 0 };

/**
 * The reading of one tenant's files: one process at a time, started when it is
 * first needed and ended when nobody has needed it for a while. What a tenant's
 * files take together is limited by kind, so that endless ones of one kind
 * leave the others measured and the neighbours unhindered.
 */
export type ReaderSession = {
  /** @throws ReaderFailure */
  ask(tenant: TenantRecord, kind: Kind, request: ReaderRequest): Promise<unknown>;
  /** Has a process of its own read an opened file. @throws ReaderFailure */
  scan(tenant: TenantRecord, descriptor: number, isGzip: boolean): Promise<unknown>;
  /** Has a process of its own unpack an opened file. @throws ReaderFailure where it can't be tried */
  unpack(tenant: TenantRecord, descriptor: number, kind: PackedKind): Promise<Unpacked>;
  end(): void;
};

export function createReaderSession(context: AgentContext): ReaderSession {
  let running: { readonly process: ReaderProcess; readonly key: string; answers: number } | null = null;
  let spentMs: Record<Kind, number> = { ...nothingSpent };
  const turn = new Mutex();
  let idle: NodeJS.Timeout | undefined;

  const end = () => {
    running?.process.end();
    running = null;
  };
  const rest = () => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      end();
      spentMs = { ...nothingSpent };
    }, idleMs).unref();
  };
  /** One after the other, each within what is left of its kind's time. */
  const inTurn = <T>(kind: Kind, work: (leftMs: number) => Promise<T>): Promise<T> =>
    turn.runExclusive(async () => {
      clearTimeout(idle);
      const leftMs = Math.min(fileMs, allMs - spentMs[kind]);
      try {
        if (leftMs < 100)
          throw new ReaderFailure("spent", `the ${allMs / 1000} s that one tenant's files may take together`);
        return await work(leftMs);
      } finally {
        rest();
      }
    });
  const timed = async <T>(kind: Kind, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      spentMs[kind] += performance.now() - began;
    }
  };
  const processFor = async (command: BoundaryCommand) => {
    const key = JSON.stringify([command.file, command.args]);
    if (running !== null && (running.key !== key || running.process.isEnded())) end();
    if (running !== null) return running;
    const process = startReader(command);
    await process.hear(startMs);
    running = { process, key, answers: 0 };
    return running;
  };

  return {
    ask: (tenant, kind, request) =>
      inTurn(kind, async (leftMs) => {
        const command = readerCommand(context, tenant, [await programFor(context, tenant)]);
        for (;;) {
          const reader = await timed(kind, () => processFor(command));
          const isFresh = reader.answers === 0;
          try {
            const answer = await timed(kind, () => reader.process.ask(request, leftMs));
            reader.answers += 1;
            return answer;
          } catch (error) {
            end();
            // What earlier files took of its processing time and memory is not this one's fault.
            const isOfEarlier = error instanceof ReaderFailure && ["spent", "ended"].includes(error.kind);
            if (isFresh || !isOfEarlier) throw error;
          }
        }
      }),
    scan: (tenant, descriptor, isGzip) =>
      inTurn("archive", async (leftMs) => {
        const form = isGzip ? "gzip" : "plain";
        const program = await programFor(context, tenant);
        const command = readerCommand(context, tenant, [program, "archive", form]);
        const process = startReader(command, descriptor);
        try {
          return await timed("archive", () => process.hear(leftMs));
        } finally {
          process.end();
        }
      }),
    unpack: (tenant, descriptor, kind) =>
      inTurn("unpacking", async (leftMs) => {
        const program = await programFor(context, tenant);
        const command = readerCommand(context, tenant, [program, "unpack", kind]);
        return await timed("unpacking", () => runUnpacker(command, descriptor, leftMs));
      }),
    end,
  };
}

const staged = new Map<string, Promise<string>>();

/** The reader's program, put in its place once. @throws ReaderFailure when it can't be run for this tenant */
async function programFor({ paths, uid }: AgentContext, { runtimeVersion }: TenantRecord): Promise<string> {
  const { node } = runtimePaths(paths, runtimeVersion);
  try {
    await access(node);
  } catch {
    throw new ReaderFailure(
      "ended",
      `OpenClaw ${runtimeVersion}, whose Node reads it, is not installed on this host`,
    );
  }
  const place = staged.get(paths.runtimeStore) ?? stageReader(paths, uid);
  staged.set(paths.runtimeStore, place);
  try {
    const program = await place;
    await access(program);
    return program;
  } catch (error) {
    staged.delete(paths.runtimeStore);
    const why = error instanceof Error ? error.message.replace(/\.$/, "") : "unknown error";
    throw new ReaderFailure("ended", `the program that reads it could not be put in its place: ${why}`);
  }
}
