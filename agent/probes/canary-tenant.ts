import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { ownNamespaces, readNamespaces } from "#agent/proc/namespaces.ts";
import { canaryName } from "#agent/staged/plant-prefix.ts";
import { type Participant, resultKey } from "./participant.ts";
import { proofOf } from "./runner/finding.ts";
import type { Places, Target } from "./runner/protocol.ts";
import type { RunnerProbeId } from "./runner-probes.ts";

/** A firewall may guard the one that the kernel gives, for somebody else. */
const portCount = 3;
/** Among those of a tenant's browser. */
const browserOffset = 11;

const none = "/nonexistent";
const nowhere: Places = {
  ...{ tree: none, config: none, configFile: none, start: none, home: none, state: none, workspace: none },
  ...{ browser: none, credentials: none, logs: none, logFile: none, backups: none, secrets: none },
  ...{ secretsFile: none, cache: none, output: none, outputFile: none },
};

/**
 * Two leaks that every runner must be able to reach: a readable file and an
 * open port. They stand among the targets as one more tenant. A runner that
 * does not bring back their canaries is broken or lies, so nothing that it
 * calls refused counts. This catches a runner that was replaced or silenced; a
 * tenant that goes to the length of debugging its own runner and tells these
 * two apart is beyond it, because a runner has to be the tenant's own process.
 */
export type Honesty = {
  readonly target: Target;
  /** What is wrong with a participant's answers; null when it brought back what it must. */
  faultOf(one: Participant): string | null;
  remove(): Promise<void>;
};

export async function plantHonesty(runnerDirectory: string, runId: string): Promise<Honesty> {
  const canary = randomBytes(32).toString("hex");
  const proof = createHash("sha256").update(canary).digest("hex");
  const directory = path.join(runnerDirectory, `control-${runId}`);
  const file = path.join(directory, canaryName(runId));
  await mkdir(directory);
  await chmod(directory, 0o755);
  await writeFile(file, canary);
  await chmod(file, 0o644);
  const servers = await Promise.all(Array.from({ length: portCount }, () => listen(canary)));
  const slug = `t-${randomBytes(4).toString("hex")}`;
  const target: Target = {
    slug,
    uid: 0,
    places: { ...nowhere, logs: directory },
    canaries: [file],
    process: null,
    otherPorts: [],
    gateway: null,
    knowsToken: false,
    ports: servers.map((server) => ({ port: portOf(server), offset: browserOffset, isPlanted: true })),
    leftFiles: {},
    sockets: { files: [], abstract: null },
    temporaryNames: null,
    compileCaches: [],
    caches: [],
    sessions: null,
  };
  return {
    target,
    faultOf: (one) => faultOf(one, { slug, proof }, placeOf(one.runner)),
    async remove() {
      for (const server of servers) server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The network that a runner is in; null for one that isn't where it was started. */
type RunnerPlace = "host-network" | "own-network" | null;

/** What is wrong with the answers of a runner at that place; null when it brought back what it must. */
export function faultOf(
  one: Participant,
  planted: { readonly slug: string; readonly proof: string },
  place: RunnerPlace,
): string | null {
  const has = (probe: RunnerProbeId) => proofIn(one, planted.slug, probe) === planted.proof;
  if (!has("files.logs")) return "It did not read a file that is open to everybody.";
  switch (place) {
    case null:
      return "It left the namespaces that it was started in.";
    case "host-network":
      return has("port.cdp") ? null : "It did not reach a port that is open to everybody.";
    case "own-network":
      // In there nobody else's is open; one of its own must be.
      return proofIn(one, one.record.slug, "port.cdp") === one.proof
        ? null
        : "It did not reach a port of its own.";
  }
}

/** Root put it into its boundary; nothing that it may do leads out of the agent's user namespace. */
function placeOf(runner: Participant["runner"]): RunnerPlace {
  if (runner === null) return "host-network";
  const [own, seen] = [ownNamespaces(), readNamespaces(runner.pid, runner.startTicks)];
  if (seen?.user !== own?.user) return null;
  return seen === null || seen.net === own?.net ? "host-network" : "own-network";
}

function proofIn({ results }: Participant, target: string, probe: RunnerProbeId): string | null {
  return proofOf(results?.get(resultKey(target, probe))?.finding);
}

function listen(canary: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(canary);
  });
  server.unref();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
