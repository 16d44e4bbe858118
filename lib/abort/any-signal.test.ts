import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { anySignal } from "./any-signal.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

async function forget(): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await setImmediate();
    collectGarbage();
  }
}

/** Of a source that aborts and that nobody keeps. */
function ofLostSource(kept: AbortSignal): AbortSignal {
  const lost = new AbortController();
  const any = anySignal([kept, lost.signal]);
  setTimeout(() => lost.abort(new Error("lost")), 0);
  return any;
}

test("knows that a source aborted though the source is gone and nobody listened", async () => {
  const any = ofLostSource(new AbortController().signal);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await forget();
  expect(any.aborted).toBe(true);
  expect(any.reason).toMatchObject({ message: "lost" });
});

test("is told by a limit of time that nobody else keeps", async () => {
  const any = anySignal([new AbortController().signal, AbortSignal.timeout(10)]);
  await forget();
  await expect.poll(() => any.aborted).toBe(true);
});

test("is over from the start with a source that is", () => {
  expect(anySignal([AbortSignal.abort(new Error("before"))]).reason).toMatchObject({ message: "before" });
});

test("is how every part that runs in Node joins signals", () => {
  const root = path.join(import.meta.dirname, "../..");
  const files = globSync("{agent,app,lib}/**/*.{ts,tsx}", { cwd: root });
  const others = files.filter(
    (file) =>
      !file.startsWith("lib/abort/") &&
      readFileSync(path.join(root, file), "utf8").includes("AbortSignal.any("),
  );
  expect(files.length).toBeGreaterThan(1000);
  expect(others).toEqual([]);
});
