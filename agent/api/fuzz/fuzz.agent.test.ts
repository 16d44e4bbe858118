import { createHash, randomBytes, randomUUID } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findAccount } from "#agent/boundary/system-account.ts";
import { createProbeHost, type ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { tenantUserName } from "#agent/tenant/tenant-layout.ts";
import { defaultPortRange } from "#lib/domain/host/port-block.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { createAgentClient } from "#lib/host-agent/client/agent-client.ts";
import type { Verb } from "#lib/host-agent/contract/verbs.ts";
import { createHandlers } from "../create-handlers.ts";
import { type ApiServer, startApiServer } from "../server.ts";
import { runFuzz } from "./run-fuzz.ts";
import type { Hints } from "./valid-value.ts";

/** The long run: BULKHEAD_FUZZ_MESSAGES=100000 BULKHEAD_FUZZ_SEED=… npx vitest run --project agent agent/api/fuzz */
const messages = Number(process.env.BULKHEAD_FUZZ_MESSAGES ?? 2000);
const seed = Number(process.env.BULKHEAD_FUZZ_SEED ?? 7);

const token = randomBytes(32).toString("hex");
const ownSlugs = ["zz-fuzz-a", "zz-fuzz-b"] as const;
const foreignSlugs = ["zz-fuzz-none", "zz-fuzz-gone"] as const;
let host: ProbeHost;
let server: ApiServer;
let canary: string;
const unforeseen: string[] = [];

beforeAll(async () => {
  host = await createProbeHost();
  for (const slug of ownSlugs) await host.addTenant(slug);
  canary = path.join(path.dirname(host.context.paths.tenants), "canary");
  mkdirSync(path.join(canary, "inner"), { recursive: true });
  writeFileSync(path.join(canary, "inner", "file"), "untouched");
  // Nobody answers there: the providers themselves are not to be asked.
  const providers = {
    telegram: "http://127.0.0.1:9",
    discord: "http://127.0.0.1:9",
    slack: "http://127.0.0.1:9",
  };
  server = await startApiServer({
    socketPath: host.context.paths.agentSocket,
    socketUid: undefined,
    token,
    isOwn: (id) => id === host.context.installationId,
    handlers: createHandlers({
      ...host,
      facts: { agentVersion: "test", portRange: defaultPortRange },
      agentBootId: randomUUID(),
      providers,
    }),
    log: pino({ level: "error" }, { write: (line: string) => void unforeseen.push(line) }),
  });
});
afterAll(async () => {
  await server.close();
  await host.dispose();
});

/** Verbs that run OpenClaw or take a tenant away meet tenants that aren't there, but for a few. */
const heavy: readonly Verb[] = [
  "start",
  "restart",
  "audit",
  "config.check",
  "model.check",
  "mistake.fix",
  "hardening.apply",
  "channel.link",
  "policy.effective",
];
function hintsFor(verb: Verb): Hints {
  const share = verb === "remove" ? 0 : heavy.includes(verb) ? 0.01 : 0.8;
  const slug: Hints[string] = (random) => random.pick(random.chance(share) ? ownSlugs : foreignSlugs);
  return {
    slug,
    slugs: () => [...foreignSlugs],
    // There is no such version, so that nothing is installed and no user made.
    runtimeVersion: () => "2020.1.1",
    basePort: (random) => 19_200 + 120 * random.below(5),
    rung: (random) => random.pick(["profile", "os-user"]),
    generation: (random) => random.below(100),
    hash: (random) => String(random.below(10)).repeat(64),
    ids: (random) => [String(random.below(10)).repeat(32)],
    name: (random) =>
      random.pick(["/channels/telegram/default/botToken", "/models/openai", "/gateway/token"]),
    names: () => ["/channels/telegram/default/botToken"],
    kind: (random) => random.pick(["telegram", "discord", "slack", "irc"]),
    accountId: () => "default",
    qrDataUrl: () => null,
    channels: () => [],
    models: () => [],
    secrets: () => ({ botToken: "123456789:abcdefghijklmnopqrstuvwxyz012345" }),
    lines: (random) => 1 + random.below(50),
    source: (random) => random.pick(["gateway", "output"]),
  };
}

/** What may not change: everything around the two trees, and the agent's own identity. */
function outside(): string[] {
  const { paths } = host.context;
  const kept = [paths.fingerprintKey, paths.installation].map(
    (file) => `${file} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`,
  );
  const own: readonly string[] = [
    paths.agent,
    paths.run,
    ...ownSlugs.map((slug) => host.layout(slugSchema.parse(slug)).tree),
  ];
  return [...kept, ...listing(path.dirname(paths.tenants), own), ...listing(canary, [])];
}

function listing(directory: string, left: readonly string[]): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const place = path.join(directory, entry.name);
    if (left.includes(place)) return [];
    const { mode, uid, gid, size, ino, mtimeMs } = lstatSync(place);
    const target = entry.isSymbolicLink() ? readlinkSync(place) : "";
    const seen = [place, mode, uid, gid, ino, target, ...(entry.isDirectory() ? [] : [size, mtimeMs])].join(
      " ",
    );
    return entry.isDirectory() ? [seen, ...listing(place, left)] : [seen];
  });
}

test(`answers ${messages} malformed and mutated messages, and nothing outside the trees is touched`, async () => {
  const before = outside();
  const { installationId, paths } = host.context;
  const socketPath = paths.agentSocket;
  const report = await runFuzz(socketPath, { token, installationId, hintsFor, seed, messages });
  process.stdout.write(`seed ${seed}: ${JSON.stringify({ ...report, faults: report.faults.length })}\n`);
  expect(report.faults).toEqual([]);
  expect(unforeseen).toEqual([]);
  expect(Object.values(report.endings).reduce((sum, count) => sum + count, 0)).toBe(messages);
  // A self-test whose caller went is still being put away.
  await expect.poll(outside, { timeout: 120_000, interval: 500 }).toEqual(before);
  const accounts = await Promise.all(
    foreignSlugs.map((slug) => findAccount(tenantUserName(slugSchema.parse(slug)))),
  );
  expect(accounts).toEqual([null, null]);
  const facts = await createAgentClient({ socketPath, token, installationId }).call("host.facts", {});
  expect(facts.tenants).toEqual([...ownSlugs]);
}, 3_600_000);
