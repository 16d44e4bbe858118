import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { listListeners } from "#agent/proc/list-listeners.ts";
import { readCommandLine } from "#agent/proc/read-process.ts";
import { pidOfSocket } from "#agent/proc/socket-owners.ts";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";

/** Throws a LaunchError that names who holds the port, unless it can be listened on. */
export async function requireFreePort(port: number, bindAddress: string): Promise<void> {
  const code = await tryToListen(port, bindAddress);
  if (code === null) return;
  if (code === "EADDRINUSE") {
    throw new LaunchError(
      `Port ${port} is taken by ${await nameHolder(port)}.`,
      "Stop it, or start with another port: PORT=3001 npm start",
    );
  }
  throw new LaunchError(
    `The web can't listen on ${bindAddress} port ${port} (${code}).`,
    code === "EACCES"
      ? "Ports below 1024 need root. Choose another: PORT=3000 npm start"
      : "Set BULKHEAD_BIND to an address of this machine and start again.",
  );
}

function tryToListen(port: number, address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, address, () => server.close(() => resolve(null)));
  });
}

async function nameHolder(port: number): Promise<string> {
  const listener = (await listListeners()).find((candidate) => candidate.port === port);
  if (!listener) return "another program";
  const user = await nameUser(listener.uid);
  const pid = await pidOfSocket(listener.inode);
  if (pid === null) return `a program of user ${user}`;
  const command = readCommandLine(pid)?.slice(0, 3).join(" ") ?? "gone meanwhile";
  return `process ${pid} of user ${user} (${command})`;
}

async function nameUser(uid: number): Promise<string> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n");
  return lines.find((line) => line.split(":")[2] === String(uid))?.split(":")[0] ?? String(uid);
}
