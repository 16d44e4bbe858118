import { execFileSync } from "node:child_process";
import { appendFile, link, mkdir, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLab, type Lab } from "#agent/fixtures/lab.ts";
import { type TenantLayout, tenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { followLog } from "./follow-log.ts";
import { tailLog } from "./tail-log.ts";

let lab: Lab;
let tenant: TenantRecord;
let layout: TenantLayout;

beforeEach(async () => {
  lab = await createLab();
  tenant = await lab.addTenant("acme");
  layout = tenantLayout(lab.context.paths, tenant.slug);
});
afterEach(() => lab.dispose());

const tail = (lines: number) => tailLog(lab.context, tenant, { source: "gateway", lines });

test("gives the last lines, secrets of the tenant masked", async () => {
  await writeFile(layout.secretsFile, JSON.stringify({ gateway: { token: "correct-horse-battery" } }));
  await writeFile(layout.logFile, "one\ntwo correct-horse-battery\nthree\n");
  expect(await tail(2)).toEqual({ lines: ["two [masked]", "three"], isTruncated: true });
  expect(await tail(10)).toMatchObject({ isTruncated: false });
});

test("gives no lines when there is no log yet", async () => {
  expect(await tail(10)).toEqual({ lines: [], isTruncated: false });
  expect(await tailLog(lab.context, tenant, { source: "output", lines: 5 })).toMatchObject({ lines: [] });
});

test("reads only the end of a huge log, and no half lines", async () => {
  await writeFile(layout.logFile, `${"x".repeat(99)}\n`.repeat(100_000));
  const { lines, isTruncated } = await tail(1000);
  expect(isTruncated).toBe(true);
  expect(lines).toHaveLength(1000);
  expect(new Set(lines)).toEqual(new Set(["x".repeat(99)]));
});

test.each<[string, () => Promise<unknown>]>([
  ["a link", () => symlink("/etc/passwd", layout.logFile)],
  ["a second name of another file", () => link(layout.configFile, layout.logFile)],
  ["a directory", () => mkdir(layout.logFile)],
  ["a pipe", async () => execFileSync("mkfifo", [layout.logFile])],
  ["another directory", () => rm(layout.logs, { recursive: true }).then(() => symlink("/etc", layout.logs))],
])("refuses %s in the log's place", async (_what, put) => {
  await put();
  await expect(tail(10)).rejects.toMatchObject({ detail: { code: "PATH_FOREIGN" } });
});

test("refuses a log that belongs to somebody else", async () => {
  await writeFile(layout.logFile, "not yours\n");
  const others = { ...tenant, uid: tenant.uid + 1 };
  await expect(tailLog(lab.context, others, { source: "gateway", lines: 1 })).rejects.toMatchObject({
    detail: { code: "PATH_FOREIGN" },
  });
});

test("follows a log through its creation, truncation and rotation", async () => {
  const ending = new AbortController();
  const seen: string[] = [];
  const waiting = new Map<string, () => void>();
  const untilSeen = (line: string) =>
    new Promise<void>((resolve) => (seen.includes(line) ? resolve() : waiting.set(line, resolve)));
  const began = Promise.withResolvers<void>();
  const emit = ({ lines }: { lines: string[] }) => {
    began.resolve();
    for (const line of lines) {
      seen.push(line);
      waiting.get(line)?.();
    }
  };
  const following = followLog(lab.context, tenant, "gateway", emit, ending.signal, { pollMs: 5 });
  await began.promise;
  await appendFile(layout.logFile, "created\n");
  await untilSeen("created");
  await truncate(layout.logFile);
  await appendFile(layout.logFile, "short\n");
  await untilSeen("short");
  await appendFile(layout.logFile, "last of the old\n");
  await rename(layout.logFile, `${layout.logFile}.1`);
  await writeFile(layout.logFile, "first of the new\n");
  await untilSeen("first of the new");
  ending.abort();
  await following;
  expect(seen).toEqual(["created", "short", "last of the old", "first of the new"]);
});
