import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { ownNamespaces, readNamespaces } from "#agent/proc/namespaces.ts";
import { type Participant, resultKey } from "./participant.ts";
import { plantPrefix, type Target } from "./runner/protocol.ts";

/** A firewall may guard the one that the kernel gives, for somebody else. */
const portCount = 3;

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
  const file = path.join(directory, `${plantPrefix}${runId}-canary`);
  await mkdir(directory);
  await chmod(directory, 0o755);
  await writeFile(file, canary);
  await chmod(file, 0o644);
  const servers = await Promise.all(Array.from({ length: portCount }, () => listen(canary)));
  const slug = `t-${randomBytes(4).toString("hex")}`;
  const target: Target = {
    slug,
    uid: 0,
    files: [{ probe: "files.workspace", directories: [directory], files: [] }],
    canaries: [file],
    writable: [],
    process: null,
    otherPorts: [],
    gateway: null,
    knowsToken: false,
    ports: servers.map((server) => ({ probe: "port.cdp", port: portOf(server), isPlanted: true })),
    leftFiles: {},
    sockets: { files: [], abstract: null },
    temporaryNames: null,
    compileCaches: [],
    caches: [],
    workspace: "/nonexistent",
    sessions: null,
  };
  return {
    target,
    faultOf(one) {
      const has = (probe: string) => one.results?.get(resultKey(slug, probe))?.proof === proof;
      if (!has("files.workspace")) return "It did not read a file that is open to everybody.";
      const own = ownNamespaces();
      const seen = one.runner && readNamespaces(one.runner.pid, one.runner.startTicks);
      // Root put it into its boundary; nothing that it may do leads out of the agent's user namespace.
      if (one.runner !== null && seen?.user !== own?.user)
        return "It left the namespaces that it was started in.";
      const sharesNetwork = seen === null || seen.net === own?.net;
      if (sharesNetwork && !has("port.cdp")) return "It did not reach a port that is open to everybody.";
      // In a network of its own nobody else's is open; one of its own must be.
      const itself = one.results?.get(resultKey(one.record.slug, "port.cdp"));
      if (!sharesNetwork && itself?.proof !== one.proof) return "It did not reach a port of its own.";
      return null;
    },
    async remove() {
      for (const server of servers) server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
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
