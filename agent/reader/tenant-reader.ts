import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import type { z } from "zod";
import type { AgentContext } from "#agent/context/context.ts";
import { parseBounded, type TextLimits } from "#agent/staged/parse-bounded.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import {
  type ArchiveReading,
  answerSchema,
  anySchema,
  archiveSchema,
  type DatabaseReading,
  databaseSchema,
  dotenvSchema,
} from "./reader-answers.ts";
import { ReaderFailure } from "./reader-process.ts";
import { createReaderSession, type ReaderSession } from "./reader-session.ts";
import { createResultCache, type ResultCache } from "./result-cache.ts";
import type { PackedKind } from "./runner/packed-kind.ts";
import type { ReaderRequest } from "./runner/protocol.ts";
import type { Unpacked } from "./unpack-process.ts";

/** What was read, or why it was not. */
export type Reading<T> = { readonly value: T } | ReadingProblem;
export type ReadingProblem = {
  /** Words that follow the file's name: "could not be read within 3 s", "was not read: it is not valid JSON". */
  readonly problem: string;
  /** It was looked at, and makes no sense. False where it could not be looked at. */
  readonly isInvalid: boolean;
  /** Of what was looked at: only the reader's own limit is in the way. */
  readonly isLimit?: boolean;
};

/**
 * Reads what one tenant wrote. The agent parses none of it in its own process:
 * that is done as the tenant's own user, inside its boundary, with limits; what
 * comes back is bounded and checked. A reading that was made once is not
 * repeated while the file is the same. Never throws for what a file is.
 */
export type TenantReader = {
  config(text: string): Promise<Reading<unknown>>;
  json(text: string): Promise<Reading<unknown>>;
  dotenv(text: string): Promise<Reading<readonly (readonly [string, string])[]>>;
  /** @param stamp of the database and what lies beside it, for recognizing it again */
  database(file: string, kind: "shared" | "agent", stamp: string): Promise<Reading<DatabaseReading>>;
  archive(handle: FileHandle, isGzip: boolean, stamp: string): Promise<Reading<ArchiveReading>>;
  /** Bytes alone, which nobody has looked at. */
  unpack(handle: FileHandle, kind: PackedKind): Promise<Reading<Unpacked>>;
};

type Shared = { readonly sessions: Map<string, ReaderSession>; readonly cache: ResultCache };

const maxCachedBytes = 64 * 1024 * 1024;
/** By the installation's paths, which are one object as long as the agent runs. */
const sharedBy = new WeakMap<AgentContext["paths"], Shared>();

/** Text that is as small as this and as shallow takes no time, so no process is started for it. */
const smallText: TextLimits = { maxLength: 64 * 1024, maxDepth: 8, maxValues: 2000 };

export function readerOf(context: AgentContext, tenant: TenantRecord): TenantReader {
  const { cache, sessions } = sharedOf(context);
  const session = sessions.get(tenant.slug) ?? createReaderSession(context);
  sessions.set(tenant.slug, session);

  async function once<T>(
    key: string,
    size: number,
    schema: z.ZodType<T>,
    read: () => Promise<unknown>,
  ): Promise<Reading<T>> {
    const id = `${tenant.slug} ${key}`;
    const known = cache.get(id) as Reading<T> | undefined;
    if (known !== undefined) return known;
    try {
      const reading = checked(schema, await read());
      cache.set(id, reading, 1000 + size);
      return reading;
    } catch (error) {
      // A reading that failed may succeed another time.
      if (error instanceof ReaderFailure) return { problem: wordsOf(error), isInvalid: false };
      throw error;
    }
  }
  const ofText = <T>(request: ReaderRequest & { text: string }, schema: z.ZodType<T>) =>
    once(`${request.do} ${digestOf(request.text)}`, request.text.length * 2, schema, () =>
      session.ask(tenant, "text", request),
    );

  return {
    config: (text) => ofText({ do: "config", text }, anySchema),
    async json(text) {
      const small = parseBounded(text, smallText);
      return "value" in small ? small : ofText({ do: "json", text }, anySchema);
    },
    dotenv: (text) => ofText({ do: "dotenv", text }, dotenvSchema),
    database: (file, kind, stamp) =>
      once(`${kind} ${stamp}`, 10_000, databaseSchema, () =>
        session.ask(tenant, "database", { do: "database", file, kind }),
      ),
    archive: (handle, isGzip, stamp) =>
      once(`archive ${isGzip} ${stamp}`, 10_000, archiveSchema, () =>
        session.scan(tenant, handle.fd, isGzip),
      ),
    async unpack(handle, kind) {
      try {
        return { value: await session.unpack(tenant, handle.fd, kind) };
      } catch (error) {
        if (error instanceof ReaderFailure) return { problem: wordsOf(error), isInvalid: false };
        throw error;
      }
    },
  };
}

/** Ends all readers that wait to be asked again. */
export function endReaders(context: AgentContext): void {
  for (const session of sharedOf(context).sessions.values()) session.end();
}

function sharedOf({ paths }: AgentContext): Shared {
  const shared = sharedBy.get(paths) ?? { sessions: new Map(), cache: createResultCache(maxCachedBytes) };
  sharedBy.set(paths, shared);
  return shared;
}

function checked<T>(schema: z.ZodType<T>, line: unknown): Reading<T> {
  const answer = answerSchema.safeParse(line).data;
  if (answer === undefined) throw new ReaderFailure("nonsense", "its reader's answer makes no sense");
  if ("problem" in answer) {
    const { problem, isLimit = false } = answer;
    return { problem: `was not read: ${problem}`, isInvalid: true, isLimit };
  }
  const value = schema.safeParse(answer.value);
  if (!value.success) throw new ReaderFailure("nonsense", "its reader's answer makes no sense");
  return { value: value.data };
}

function wordsOf({ kind, message }: ReaderFailure): string {
  return kind === "slow" || kind === "spent"
    ? `could not be read within ${message}`
    : `could not be read: ${message}`;
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
