import { spawn } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { pollUntil } from "#agent/system/poll-until.ts";
import { innerPid } from "./inner-pid.ts";
import { processTree } from "./process-tree.ts";
import { readExecutable } from "./read-process.ts";

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

test("a process of the agent's own process namespace has one number", () => {
  expect(innerPid(process.pid)).toBe(process.pid);
});

test("one that has gone has none", () => {
  expect(innerPid(2 ** 22)).toBeNull();
});

test.skipIf(process.getuid?.() !== 0)(
  "one in a process namespace of its own has the number that it knows itself by (needs root)",
  async () => {
    const child = spawn("unshare", ["--pid", "--fork", "--kill-child", "sleep", "600"], { stdio: "ignore" });
    ends.push(() => child.kill("SIGKILL"));
    const findInside = () =>
      processTree(child.pid ?? 0).find((pid) => readExecutable(pid)?.endsWith("/sleep")) ?? null;
    const inside = await pollUntil(findInside, { pollMs: 20, signal: AbortSignal.timeout(20_000) });
    expect(innerPid(inside)).toBe(1);
  },
);
