import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { listListeners } from "./list-listeners.ts";
import { listProcesses } from "./list-processes.ts";
import { readCommandLine, readEnviron, readProcess } from "./read-process.ts";
import { holdsSocket, pidOfSocket } from "./socket-owners.ts";

test("finds a listening socket and the process that holds it", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const listener = (await listListeners()).find((candidate) => candidate.port === port);
  expect(listener).toMatchObject({ address: "127.0.0.1", family: 4, uid: process.getuid?.() });
  const inode = listener?.inode ?? 0;
  expect(await pidOfSocket(inode)).toBe(process.pid);
  expect(holdsSocket(process.pid, inode)).toBe(true);
  expect(holdsSocket(process.ppid, inode)).toBe(false);
});

test("sees a child's session, environment and command line, and nothing once it has gone", async () => {
  const child = spawn("/bin/sleep", ["30"], {
    detached: true,
    stdio: "ignore",
    env: { NODE_ENV: "test", MARK: "here" },
  });
  const exited = once(child, "exit");
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  expect(readProcess(pid)).toMatchObject({ pid, ppid: process.pid, pgid: pid, sid: pid });
  expect(readEnviron(pid)).toEqual({ NODE_ENV: "test", MARK: "here" });
  expect(readCommandLine(pid)).toEqual(["/bin/sleep", "30"]);
  expect(listProcesses().some((candidate) => candidate.pid === pid)).toBe(true);
  child.kill("SIGKILL");
  await exited;
  expect(readProcess(pid)).toBeNull();
  expect(readEnviron(pid)).toBeNull();
});

test("reads no more of what a process shows of itself than a bound", async () => {
  const many = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`LONG_${i}`, "x".repeat(100_000)]));
  const child = spawn("/bin/sleep", ["30"], { stdio: "ignore", env: { ...many, NODE_ENV: "test" } });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  await once(child, "spawn");
  const environ = readEnviron(child.pid ?? 0);
  const shown = Object.entries(environ ?? {}).reduce(
    (sum, [name, value]) => sum + name.length + value.length,
    0,
  );
  expect(shown).toBeGreaterThan(200_000);
  expect(shown).toBeLessThan(300_000);
});
