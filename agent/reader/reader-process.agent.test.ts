import { afterEach, expect, test } from "vitest";
import { type ReaderProcess, startReader } from "./reader-process.ts";

const started: ReaderProcess[] = [];
afterEach(() => {
  for (const reader of started.splice(0)) reader.end();
});

/** A program that misbehaves on cue, in the place of a reader. */
function run(program: string): ReaderProcess {
  const reader = startReader({ file: process.execPath, args: ["-e", program], env: {}, cwd: "/" });
  started.push(reader);
  return reader;
}
const json = (text: string) => ({ do: "json" as const, text });

test("passes one answer after another, also one that comes in pieces", async () => {
  const echo = `require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const said = JSON.stringify({ value: JSON.parse(line).text }) + "\\n";
    process.stdout.write(said.slice(0, 5), () => setImmediate(() => process.stdout.write(said.slice(5))));
  })`;
  const reader = run(echo);
  expect(await reader.ask(json("one"), 10_000)).toEqual({ value: "one" });
  expect(await reader.ask(json("x".repeat(500_000)), 10_000)).toEqual({ value: "x".repeat(500_000) });
  expect(reader.isEnded()).toBe(false);
});

test.each([
  ["does not answer", "setInterval(() => {}, 1000)", "slow"],
  ["spins", "for (;;);", "slow"],
  ["ends", "process.exit(3)", "ended"],
  [
    "never stops talking",
    `const talk = () => process.stdout.write("x".repeat(65536), talk); talk()`,
    "nonsense",
  ],
  ["says more than it was asked", `console.log("{}\\n{}"); setInterval(() => {}, 1000)`, "nonsense"],
  ["answers in no JSON", `console.log("{"); setInterval(() => {}, 1000)`, "nonsense"],
  [
    "answers a hundred thousand levels deep",
    `console.log("[".repeat(1e5) + "]".repeat(1e5)); setInterval(() => {}, 1000)`,
    "nonsense",
  ],
])("ends a reader that %s, and says why there is no answer", async (_, program, kind) => {
  const reader = run(program);
  await expect(reader.ask(json("1"), 2000)).rejects.toMatchObject({ kind });
  expect(reader.isEnded()).toBe(true);
});

test("says so when a reader can't be started at all", async () => {
  const reader = startReader({ file: "/nowhere/node", args: [], env: {}, cwd: "/" });
  await expect(reader.hear(5000)).rejects.toMatchObject({ kind: "ended" });
});
