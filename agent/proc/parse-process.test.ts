import { expect, test } from "vitest";
import { parseStat, parseStatus } from "./parse-process.ts";

const tail = "S 1 4711 4711 0 -1 4194560 1 0 0 0 5 2 0 0 20 0 11 0 987654 1000 200";

test("reads parent, group, session and start time", () => {
  expect(parseStat(`4711 (node) ${tail}`)).toEqual({
    pid: 4711,
    comm: "node",
    state: "S",
    ppid: 1,
    pgid: 4711,
    sid: 4711,
    startTicks: 987654,
  });
});

test("is not misled by a process that puts spaces and parentheses into its name", () => {
  expect(parseStat(`4711 (a) R 1 1 (b) ${tail}`)).toMatchObject({ comm: "a) R 1 1 (b", startTicks: 987654 });
});

test("answers null for text that is no stat line", () => {
  expect(parseStat("")).toBeNull();
  expect(parseStat("4711 (node) S 1")).toBeNull();
});

test("reads the effective ids and the resident size in bytes", () => {
  const text = "Name:\tnode\nUid:\t0\t1003\t0\t0\nGid:\t0\t1004\t0\t0\nVmRSS:\t  2048 kB\n";
  expect(parseStatus(text)).toEqual({ uid: 1003, gid: 1004, rssBytes: 2 * 1024 * 1024 });
});
