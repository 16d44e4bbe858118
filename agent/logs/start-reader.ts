import { type StdioOptions, spawn } from "node:child_process";
import { access } from "node:fs/promises";
import path from "node:path";
import { boundaryOf } from "#agent/boundary/boundary.ts";
import { stageProgram } from "#agent/boundary/stage-program.ts";
import { listSecretTexts } from "#agent/config-file/config-secrets.ts";
import { readOwnConfig } from "#agent/config-file/read-config.ts";
import type { AgentContext } from "#agent/context/context.ts";
import { runtimePaths } from "#agent/runtime-store/runtime-paths.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { withInherited } from "#agent/system/inherited-files.ts";
import { killGroup } from "#agent/system/kill-group.ts";
import { hasOwnUser } from "#agent/tenant/boundary-kind.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { type ReaderLimits, type Reply, readReplies } from "./read-replies.ts";
import { givenDescriptor, type ReaderOrder } from "./reader-protocol.ts";

/** What a reader is made of, below the repository's root: its main file first. A test sees to it that they import nothing else. */
export const readerFiles = [
  "agent/logs/reader.ts",
  "agent/logs/clean-line.ts",
  "agent/logs/current-mask.ts",
  "agent/logs/follow-file.ts",
  "agent/logs/line-splitter.ts",
  "agent/logs/mask-secrets.ts",
  "agent/logs/open-plain-file.ts",
  "agent/logs/reader-protocol.ts",
  "agent/logs/secret-matcher.ts",
  "agent/logs/secret-spellings.ts",
  "agent/logs/secret-values.ts",
  "agent/logs/tail-file.ts",
  "lib/domain/secrecy/is-telling.ts",
  "lib/domain/secrecy/secret-shapes.ts",
] as const;

const program = {
  namePrefix: "log-reader-",
  source: path.resolve(import.meta.dirname, "../.."),
  files: readerFiles,
};
const heapMebibytes = 192;
const maxOfTenant = 8;
const maxOfHost = 48;
const running = new Map<string, number>();

/** An order without what every reader is told. */
type GivenOrder = ReaderOrder extends infer O ? (O extends unknown ? Omit<O, "configured"> : never) : never;

/**
 * Starts a reader inside the tenant's boundary, as its user, without
 * privileges, and gives what it answers as it comes. It is ended with the
 * iteration, whatever ends that.
 *
 * @param descriptor of a log that the tenant itself can't open
 * @throws AgentFailure BUSY when there are too many, UNREADABLE when it doesn't answer as it must
 */
export async function* startReader(
  context: AgentContext,
  tenant: TenantRecord,
  order: GivenOrder,
  limits: ReaderLimits,
  options: { readonly signal?: AbortSignal; readonly descriptor?: number } = {},
): AsyncGenerator<Reply> {
  const release = takePlace(
    `${order.do === "mask" ? "texts" : "log"} ${context.installationId} ${tenant.slug}`,
  );
  try {
    const command = await readerCommand(context, tenant);
    const configured = await configuredSecrets(context, tenant);
    if (options.signal?.aborted) return;
    const child = withInherited(command.inherited, (handles) =>
      spawn(command.file, [...command.args], {
        cwd: command.cwd,
        env: { ...command.env } as NodeJS.ProcessEnv,
        stdio: filesOf(handles, options.descriptor),
        detached: true,
      }),
    );
    const ended = new Promise<void>((resolve) => {
      child.once("error", () => resolve());
      child.once("close", () => resolve());
    });
    const end = () => {
      child.stdin?.destroy();
      if (child.exitCode === null && child.signalCode === null) killGroup(child.pid);
    };
    child.stdin?.on("error", () => undefined).write(`${JSON.stringify({ ...order, configured })}\n`);
    options.signal?.addEventListener("abort", end, { once: true });
    try {
      if (child.stdout === null) throw unreadable(tenant, "its reader could not be started");
      yield* readReplies(child.stdout, limits, (reason) => unreadable(tenant, reason));
    } finally {
      options.signal?.removeEventListener("abort", end);
      end();
      child.stdout?.destroy();
      await ended;
    }
  } finally {
    release();
  }
}

/** @param inherited what the boundary's own programs find open, from descriptor 3 on */
function filesOf(inherited: readonly number[], descriptor: number | undefined): StdioOptions {
  const files = ["pipe", "pipe", "ignore", ...inherited] as const;
  if (descriptor === undefined) return [...files];
  const between = Array.from({ length: givenDescriptor - files.length }, () => "ignore" as const);
  return [...files, ...between, descriptor];
}

/** Of a configuration that can't be read nothing is known; what looks like a secret is masked all the same. */
async function configuredSecrets(context: AgentContext, tenant: TenantRecord): Promise<readonly string[]> {
  const reading = await readOwnConfig(context, tenant).catch(() => null);
  return reading?.isReadable ? listSecretTexts(reading.config) : [];
}

/** Where the tenant's own Node isn't there, another user's files can't be read; the agent's own user has the agent's. */
async function readerCommand(context: AgentContext, tenant: TenantRecord) {
  const directory = await stageProgram(context.paths.runtimeStore, program);
  const main = path.join(directory, readerFiles[0]);
  const command = boundaryOf(context, tenant).exec.program([`--max-old-space-size=${heapMebibytes}`, main], {
    isReader: true,
  });
  const { node } = runtimePaths(context.paths, tenant.runtimeVersion);
  const isThere = await access(node).then(
    () => true,
    () => false,
  );
  if (isThere) return command;
  if (hasOwnUser(tenant)) {
    throw new AgentFailure(
      "RUNTIME_MISSING",
      `OpenClaw ${tenant.runtimeVersion} is not installed on this host, so nothing of "${tenant.slug}" can be read inside its boundary.`,
      "Provision the tenant again: its OpenClaw version is then installed.",
    );
  }
  return { ...command, args: command.args.map((part) => (part === node ? process.execPath : part)) };
}

function takePlace(key: string): () => void {
  const own = running.get(key) ?? 0;
  const all = [...running.values()].reduce((sum, count) => sum + count, 0);
  if (own >= maxOfTenant || all >= maxOfHost) {
    throw new AgentFailure(
      "BUSY",
      own >= maxOfTenant
        ? "The logs of this tenant are being read in many places at once, so no more are opened."
        : "Very many logs of this host are being read at once, so no more are opened.",
      "Close a log that is open in another window, then try again.",
      { isRetryable: true },
    );
  }
  running.set(key, own + 1);
  return () => {
    const left = (running.get(key) ?? 1) - 1;
    if (left > 0) running.set(key, left);
    else running.delete(key);
  };
}

export function unreadable({ slug }: TenantRecord, reason: string): AgentFailure {
  return new AgentFailure(
    "UNREADABLE",
    `The log of "${slug}" could not be read inside its boundary: ${reason}.`,
    "Try again. If it goes on, look at what runs as this tenant's user on the host, and at its logs and secrets directories.",
    { isRetryable: true },
  );
}
