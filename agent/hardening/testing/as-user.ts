import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { runCommand } from "#agent/system/run-command.ts";

const script = {
  listen: `
    const [port, host] = process.argv.slice(1);
    require("node:http").createServer((_, answer) => answer.end("here")).listen(port, host, () => console.log("listening"));`,
  connect: `
    const [port, host] = process.argv.slice(1);
    const socket = require("node:net").connect({ port, host });
    const end = (word) => { console.log(word); process.exit(); };
    socket.on("connect", () => end("connected"));
    socket.on("error", (error) => end(error.code));
    setTimeout(() => end("silence"), 1500);`,
};

function commandOf(node: string, uid: number, program: keyof typeof script, port: number, host: string) {
  const identity = [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--no-new-privs", "--"];
  return {
    file: "/usr/bin/setpriv",
    args: [...identity, node, "-e", script[program], String(port), host],
    env: { PATH: "/usr/bin:/bin" },
    cwd: "/",
  };
}

/** Listens as a user of the host, outside every boundary, until the test ends. */
export async function listenAs(node: string, uid: number, port: number, host: string): Promise<void> {
  const command = commandOf(node, uid, "listen", port, host);
  const child = spawn(command.file, command.args, {
    cwd: command.cwd,
    // Next's types demand NODE_ENV in every environment.
    env: { ...command.env } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  await once(child.stdout, "data");
}

/** What a user of the host gets when it connects: "connected", "silence" or the system's error code. */
export async function connectAs(node: string, uid: number, port: number, host: string): Promise<string> {
  const result = await runCommand(commandOf(node, uid, "connect", port, host), { timeoutMs: 20_000 });
  return result.stdout.trim() || result.stderr;
}
