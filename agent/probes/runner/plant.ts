import { unlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { canaryName, plantPrefix } from "../../staged/plant-prefix.ts";
import { codeOf } from "./finding.ts";
import type { Prepare } from "./protocol.ts";

/** What a runner leaves for others to find, and how to take it away. */
export type Planted = {
  readonly canaries: string[];
  readonly leftFiles: Record<string, string[]>;
  readonly socketFile: string | null;
  readonly abstract: string | null;
  readonly ports: number[];
  remove(): void;
};

/** Plants what can be planted. What can't be, say on a read-only place, is left out and then has no control. */
export async function plant(order: Prepare): Promise<Planted> {
  const files: string[] = [];
  const servers: Server[] = [];
  const name = `${plantPrefix}${order.runId}`;
  // Two tenants of one user would leave one file between them.
  const mark = order.canary.slice(0, 12);
  // Canaries are readable to everybody, so that what is proven is the directories' wall and not the file's own mode.
  const canaries = order.canaryDirectories.flatMap((directory) =>
    write(path.join(directory, canaryName(order.runId)), order.canary, 0o644, files),
  );
  // In shared places a file is left as the tenant's own processes leave it: their umask is what protects it.
  if (order.umask !== null) process.umask(order.umask);
  const leftFiles: Record<string, string[]> = {};
  for (const directory of order.sharedDirectories) {
    leftFiles[directory] = write(path.join(directory, `${name}-${mark}-left`), order.canary, 0o666, files);
  }
  const answer = (where: string | number) => listen(where, order.canary, servers);
  const socketPath = `/tmp/${name}-${mark}.sock`;
  const socketFile = (await answer(socketPath)) ? socketPath : null;
  const abstractName = `\0${name}-${mark}`;
  const abstract = (await answer(abstractName)) ? abstractName : null;
  const ports: number[] = [];
  for (const port of order.ports) if (await answer(port)) ports.push(port);
  return {
    canaries,
    leftFiles,
    socketFile,
    abstract,
    ports,
    remove() {
      for (const server of servers) server.close();
      for (const file of files) unlink(file);
      if (socketFile !== null) unlink(socketFile);
    },
  };
}

function write(file: string, content: string, mode: number, made: string[]): string[] {
  const umask = mode === 0o644 ? process.umask(0o022) : null;
  try {
    writeFileSync(file, content, { flag: "wx", mode });
    made.push(file);
    return [file];
  } catch {
    return [];
  } finally {
    if (umask !== null) process.umask(umask);
  }
}

/** A stand-in that tells everybody who comes the canary. Resolves with whether it listens. */
function listen(
  where: string | number,
  canary: string,
  servers: Server[],
  host = "127.0.0.1",
): Promise<boolean> {
  return listenOrReason(where, canary, servers, host).then((reason) => reason === null);
}

/** As {@link listen}; the answer is null or why it does not. */
export function listenOrReason(
  where: string | number,
  canary: string,
  servers: Server[],
  host: string,
): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.end(canary);
    });
    server.once("error", (error) => resolve(codeOf(error)));
    server.once("listening", () => {
      servers.push(server);
      resolve(null);
    });
    if (typeof where === "number") server.listen({ port: where, host, ipv6Only: host.includes(":") });
    else server.listen({ path: where });
  });
}

function unlink(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Somebody was faster.
  }
}
