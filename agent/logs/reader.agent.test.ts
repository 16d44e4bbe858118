import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { removeNetwork } from "#agent/network/tenant-network.ts";
import { setHardening } from "#agent/probes/self-test/set-hardening.ts";
import { createProbeHost, type ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import { openOutputLog } from "#agent/runtime/output-log.ts";
import type { TenantLayout } from "#agent/tenant/tenant-layout.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { fullHardening } from "#lib/domain/hardening/setting.ts";
import { followLog } from "./follow-log.ts";
import { withMask } from "./mask-texts.ts";
import { readerFiles } from "./start-reader.ts";
import { tailLog } from "./tail-log.ts";

let host: ProbeHost;
let acme: TenantRecord;
let beta: TenantRecord;
let layout: TenantLayout;

beforeAll(async () => {
  host = await createProbeHost();
  acme = await host.addTenant();
  beta = await host.addTenant();
  layout = host.layout(acme.slug);
});
afterAll(() => host.dispose());
beforeEach(async () => {
  for (const file of [layout.logFile, layout.secretsFile]) rmSync(file, { recursive: true, force: true });
  await host.setToken(acme, token);
});

const token = "k3Jx9QmZ2vT7wYp8";
const note = (why: string) =>
  `[Bulkhead] The secrets file can't be read (${why}), so only what looks like a secret is masked.`;
const tail = (tenant = acme, source: "gateway" | "output" = "gateway") =>
  tailLog(host.context, tenant, { source, lines: 20 });

/** As the tenant would write it. */
function write(file: string, content: string | Buffer, tenant = acme): void {
  writeFileSync(file, content, { mode: 0o600 });
  chownSync(file, tenant.uid, tenant.gid);
}

function readersOf({ uid }: TenantRecord): number[] {
  return listProcesses()
    .filter((found) => found.uid === uid)
    .map(({ pid }) => pid)
    .filter((pid) => commandLine(pid).includes("log-reader-"));
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

test("a reader is made of files that import nothing but Node's modules and each other", () => {
  const imported = readerFiles.flatMap((file) =>
    [
      ...readFileSync(path.resolve(import.meta.dirname, "../..", file), "utf8").matchAll(
        /^(import(?: type)?) [^;]*?"([^"]+)";$/gms,
      ),
    ].map(([, , from]) => from ?? ""),
  );
  expect(imported.length).toBeGreaterThan(10);
  const own = readerFiles.flatMap((file) => [`./${path.basename(file)}`, `#${file}`]);
  expect(imported.filter((from) => !from.startsWith("node:") && !own.includes(from))).toEqual([]);
});

test("a log is read inside the boundary, as the tenant's user, and the reader ends with its stream", async () => {
  write(layout.logFile, "before\n");
  const ending = new AbortController();
  const began = Promise.withResolvers<void>();
  const seen: string[] = [];
  const told = Promise.withResolvers<void>();
  const following = followLog(
    host.context,
    acme,
    "gateway",
    ({ lines }) => {
      began.resolve();
      seen.push(...lines);
      if (lines.length > 0) told.resolve();
    },
    ending.signal,
    { pollMs: 5 },
  );
  await began.promise;
  const readers = readersOf(acme);
  expect(readers.length).toBeGreaterThan(0);
  appendFileSync(layout.logFile, `token ${token} and ${Buffer.from(`me:${token}`).toString("base64")}\n`);
  await told.promise;
  ending.abort();
  await following;
  expect(seen).toEqual([expect.stringMatching(/^token \[masked\] and bWU6\[masked\].?=*$/)]);
  expect(readers.filter((pid) => existsSync(`/proc/${pid}`) && !isZombie(pid))).toEqual([]);
});

function isZombie(pid: number): boolean {
  try {
    return / Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

test("with every wall a log is read too, without any network, also while the tenant's is gone", async () => {
  const { slug } = await host.addTenant();
  await setHardening(host.context, host.registry, slug, fullHardening);
  const walled = host.registry.require(slug);
  await removeNetwork(host.context, walled);
  const { logFile } = host.layout(slug);
  await host.setToken(walled, token);
  write(logFile, `token ${token}\n`, walled);
  expect((await tail(walled)).lines).toEqual(["token [masked]"]);
  const file = await openOutputLog(host.layout(slug), new Date("2026-01-01T00:00:00Z"));
  await file.appendFile("printed\n");
  await file.close();
  expect((await tail(walled, "output")).lines.at(-1)).toBe("printed");
});

test("what the Gateway printed reaches the reader though the tenant can't open it", async () => {
  const file = await openOutputLog(layout, new Date("2026-01-01T00:00:00Z"));
  await file.appendFile(`printed ${token}\n`);
  await file.close();
  expect(await tail(acme, "output")).toEqual({
    lines: ["[bulkhead] Gateway started at 2026-01-01T00:00:00.000Z", "printed [masked]"],
    isTruncated: false,
  });
});

test("the output is followed through its creation, its emptying and its replacement", async () => {
  rmSync(layout.outputFile, { force: true });
  const ending = new AbortController();
  const began = Promise.withResolvers<void>();
  const seen: string[] = [];
  const waiting = new Map<string, () => void>();
  const until = (line: string) => new Promise<void>((resolve) => waiting.set(line, resolve));
  const following = followLog(
    host.context,
    acme,
    "output",
    ({ lines }) => {
      began.resolve();
      for (const line of lines) {
        seen.push(line);
        waiting.get(line)?.();
      }
    },
    ending.signal,
    { pollMs: 5 },
  );
  await began.promise;
  const steps: [string, () => void][] = [
    ["first", () => writeFileSync(layout.outputFile, "first\n", { mode: 0o600 })],
    [
      "2",
      () => {
        truncateSync(layout.outputFile, 0);
        appendFileSync(layout.outputFile, "2\n");
      },
    ],
    [
      "third",
      () => {
        rmSync(layout.outputFile);
        writeFileSync(layout.outputFile, "third\n", { mode: 0o600 });
      },
    ],
  ];
  for (const [line, act] of steps) {
    const told = until(line);
    act();
    await told;
  }
  ending.abort();
  await following;
  expect(seen).toEqual(["first", "2", "third"]);
});

function removed(): string {
  rmSync(layout.secretsFile);
  return layout.secretsFile;
}

test.each<[string, () => void, string]>([
  ["is missing", () => rmSync(layout.secretsFile), "it is missing"],
  ["is a pipe", () => void execFileSync("mkfifo", [removed()]), "it is not a file"],
  ["is a link", () => void execFileSync("ln", ["-s", "/dev/zero", removed()]), "it is a link"],
  ["is a directory", () => void execFileSync("mkdir", [removed()]), "it is not a file"],
  ["is huge", () => truncateSync(layout.secretsFile, 2 ** 40), "it is larger than 1 MiB"],
  ["is damaged", () => write(layout.secretsFile, `{"a":"${token}", `), "it is damaged"],
  ["is nested without end", () => write(layout.secretsFile, `${'{"a":'.repeat(100_000)}`), "it is damaged"],
])(
  "what looks like a secret is masked, and why only that, when the secrets file %s",
  async (_how, put, why) => {
    put();
    if (existsSync(layout.secretsFile))
      execFileSync("chown", ["-h", `${acme.uid}:${acme.gid}`, layout.secretsFile]);
    write(layout.logFile, "key sk-abcdefghijklmnop1234\n");
    expect((await tail()).lines).toEqual([note(why), "key [masked]"]);
  },
);

test("what can still be made out of a damaged secrets file is masked, names are not", async () => {
  write(layout.secretsFile, `{"channels":{"telegram":{"botToken":"${token}"`);
  write(layout.logFile, `channels telegram ${token}\n`);
  expect((await tail()).lines).toEqual([note("it is damaged"), "channels telegram [masked]"]);
});

test("a secret that was just replaced is still masked", async () => {
  write(layout.logFile, "");
  const ending = new AbortController();
  const seen: string[] = [];
  const began = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const emit = ({ lines }: { lines: string[] }) => {
    began.resolve();
    seen.push(...lines);
    if (seen.length > 0) told.resolve();
  };
  const following = followLog(host.context, acme, "gateway", emit, ending.signal, { pollMs: 5 });
  await began.promise;
  await host.setToken(acme, "another9QmZ2vT7wYp8");
  appendFileSync(layout.logFile, `old ${token} new another9QmZ2vT7wYp8\n`);
  await told.promise;
  ending.abort();
  await following;
  expect(seen).toEqual(["old [masked] new [masked]"]);
});

test.each<[string, () => void, RegExp[]]>([
  ["a hole of a terabyte", () => truncateSync(layout.logFile, 2 ** 40), []],
  ["no line end", () => write(layout.logFile, "x".repeat(2 ** 21)), []],
  [
    "broken text, colours and NUL",
    () =>
      write(layout.logFile, Buffer.from([...Buffer.from("a\0b\u001b[31mc"), 0xff, 0xed, 0xa0, 0x80, 0x0a])),
    [/^abc\ufffd+$/],
  ],
])("a log of %s is shown as far as it is text", async (_what, put, expected) => {
  write(layout.logFile, "");
  put();
  const { lines } = await tail();
  expect(lines).toHaveLength(expected.length);
  for (const [index, line] of lines.entries()) expect(line).toMatch(expected[index] ?? "");
});

test("a log that grows faster than it is shown is told in part, and the gap by name", async () => {
  write(layout.logFile, "");
  const ending = new AbortController();
  const began = Promise.withResolvers<void>();
  const told = Promise.withResolvers<void>();
  const seen: string[] = [];
  const emit = ({ lines }: { lines: string[] }) => {
    began.resolve();
    seen.push(...lines);
    if (lines.includes("last")) told.resolve();
  };
  const following = followLog(host.context, acme, "gateway", emit, ending.signal, { pollMs: 5 });
  await began.promise;
  truncateSync(layout.logFile, 2 ** 40);
  appendFileSync(layout.logFile, "\nlast\n");
  await told.promise;
  ending.abort();
  await following;
  expect(seen.at(0)).toMatch(/^\[Bulkhead\] \d+ MiB of the log were left out here/);
  expect(seen.length).toBeLessThan(5);
});

test("one tenant's secrets and lines without end hold up nobody else", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 60_000 }, (_, index) => [`k${index}`, `s${(index * 7919).toString(36)}Q9x`]),
  );
  write(layout.secretsFile, JSON.stringify(many).slice(0, 900_000));
  expect(statSync(layout.secretsFile).size).toBe(900_000);
  write(layout.logFile, `${"s7919Q9xs7919Q9".repeat(16_000)}\n`);
  const slow = tail();
  const { logFile } = host.layout(beta.slug);
  write(logFile, "quick\n", beta);
  expect((await tail(beta)).lines).toEqual(["quick"]);
  expect((await slow).lines.length).toBeGreaterThan(0);
});

test("a reader that the tenant ends is told as such, and one log more than may be open is refused", async () => {
  write(layout.logFile, "");
  const ending = new AbortController();
  const streams = Array.from({ length: 8 }, () => {
    const began = Promise.withResolvers<void>();
    return {
      began,
      done: followLog(host.context, acme, "gateway", () => began.resolve(), ending.signal, { pollMs: 5 }),
    };
  });
  await Promise.all(streams.map(({ began }) => began.promise));
  await expect(tail()).rejects.toMatchObject({ detail: { code: "BUSY", isRetryable: true } });
  const endings = Promise.allSettled(streams.map(({ done }) => done));
  for (const pid of readersOf(acme)) process.kill(pid, "SIGKILL");
  for (const ended of await endings) {
    expect(ended).toMatchObject({ status: "rejected", reason: { detail: { code: "UNREADABLE" } } });
  }
  expect((await tail()).lines).toEqual([]);
  ending.abort();
});

test("texts of ours are masked by the tenant's secrets, and whole when that can't be done", async () => {
  const work = (mask: (text: string) => string) => [`a ${token}`, "two\nlines", "plain"].map(mask);
  expect(await withMask(host.context, acme, work)).toEqual(["a [masked]", "two\nlines", "plain"]);
  const gone = { ...acme, runtimeVersion: "2020.1.1", rung: "os-user" as const };
  expect(await withMask(host.context, gone, work)).toEqual(["[masked]", "[masked]", "[masked]"]);
});

test("only the agent can change what a reader is made of", () => {
  const { runtimeStore } = host.context.paths;
  const staged = readdirSync(runtimeStore).filter((name) => name.startsWith("log-reader-"));
  // Those of earlier versions stay for a day.
  expect(staged.length).toBeGreaterThan(0);
  const directories = staged.map((name) => path.join(runtimeStore, name));
  const inside = directories.flatMap((directory) =>
    readdirSync(directory, { recursive: true, encoding: "utf8" }).map((name) => path.join(directory, name)),
  );
  for (const place of [...directories, ...inside]) {
    const stat = statSync(place);
    expect([stat.uid, stat.mode & 0o022]).toEqual([host.context.uid, 0]);
  }
});
