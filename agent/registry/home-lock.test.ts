import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readProcess } from "#agent/proc/read-process.ts";
import { HomeLocked, takeHomeLock } from "./home-lock.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "bulkhead-lock-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const write = (holder: unknown) =>
  writeFile(path.join(directory, "agent.lock"), typeof holder === "string" ? holder : JSON.stringify(holder));
const alive = () => ({ pid: process.ppid, startTicks: readProcess(process.ppid)?.startTicks, bootId: "now" });

test("is held by one agent at a time and can be taken again when given back", async () => {
  const release = await takeHomeLock(directory, "now");
  await expect(takeHomeLock(directory, "now")).rejects.toBeInstanceOf(HomeLocked);
  await release();
  await (await takeHomeLock(directory, "now"))();
  expect(await readdir(directory)).toEqual([]);
});

test("names the living agent that holds it", async () => {
  await write(alive());
  await expect(takeHomeLock(directory, "now")).rejects.toMatchObject({ pid: process.ppid });
});

test.each([
  ["a process that has gone", { pid: 2 ** 22 - 1, startTicks: 1, bootId: "now" }],
  ["a process that only has the same number", { ...alive(), startTicks: 1 }],
  ["a process of before the host's last boot", { ...alive(), bootId: "before" }],
  ["nobody, because the file is damaged", "{"],
])("is taken from %s", async (_name, holder) => {
  await write(holder);
  const release = await takeHomeLock(directory, "now");
  await expect(takeHomeLock(directory, "now")).rejects.toBeInstanceOf(HomeLocked);
  await release();
});
