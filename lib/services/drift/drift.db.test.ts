import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { ApiServer } from "#agent/api/server.ts";
import { diffConfig } from "#agent/config-file/diff-config.ts";
import { withCredentials } from "#agent/config-file/testing/with-credentials.ts";
import { type Masking, showChange } from "#agent/drift/show-change.ts";
import { createMask } from "#agent/logs/mask-secrets.ts";
import { AgentFailure } from "#agent/steps/agent-error.ts";
import { db } from "#lib/db/db.ts";
import credentials from "#lib/domain/secrecy/openclaw-credentials.json" with { type: "json" };
import type { Drift } from "#lib/host-agent/contract/drift.ts";
import { shownText } from "#lib/host-agent/contract/shown-value.ts";
import { observationOf, startStandInAgent } from "#lib/jobs/testing/stand-in-agent.ts";
import { createLogger } from "#lib/log/logger.ts";
import { closeJobQueue } from "#lib/queue/job-queue.ts";
import { runOperation } from "#lib/services/operation-worker/run-operation.ts";
import { buildOperation } from "#prisma/builders/build-operation.ts";
import { buildTenant } from "#prisma/builders/build-tenant.ts";
import { actorOf, buildUser } from "#prisma/builders/build-user.ts";
import { adoptConfig, getDrift, restoreConfig, stopKeeping } from "./index.ts";

let agent: ApiServer | undefined;
afterEach(async () => {
  await agent?.close();
  agent = undefined;
});
afterAll(() => closeJobQueue());

const hash = "b".repeat(64);
const shown = (value: unknown) => [{ plain: shownText(JSON.stringify(value)) }];
const drift: Drift = {
  writtenAt: "2026-11-22T09:00:00.000Z",
  writtenHash: "a".repeat(64),
  diskHash: hash,
  problem: null,
  changes: [
    {
      path: shownText("session.dmScope"),
      was: shown("per-channel-peer"),
      is: shown("main"),
      isSecret: false,
    },
  ],
  isTruncated: false,
  obstacles: [],
};
const kept = {
  id: "c".repeat(32),
  path: shownText("session.dmScope"),
  asked: shown("per-channel-peer"),
  kept: shown("main"),
};
/** A host that shows this edit, and one setting that was adopted. */
const showing = (edit: Drift | null) => ({
  "config.drift": async () => edit,
  "config.adopted": async () => ({ settings: [kept] }),
});
const operator = async () => actorOf(await buildUser());
const build = () => buildTenant({ gateway: { observedPhase: "running" } });
const actionsOf = async (tenantId: string) =>
  (await db.activity.findMany({ where: { tenantId } })).map(({ action }) => action).sort();

it("shows an operator what the host found", async () => {
  const tenant = await build();
  agent = await startStandInAgent(showing(drift));
  expect(await getDrift(await operator(), { slug: tenant.slug })).toEqual({ drift, adopted: [kept] });
  await expect(getDrift(await operator(), { slug: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("shows an account manager nothing of the configuration", async () => {
  const tenant = await build();
  agent = await startStandInAgent(showing(drift));
  const manager = actorOf(await buildUser({ role: "account_manager" }));
  await expect(getDrift(manager, { slug: tenant.slug })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("shows an operator every credential that was put into the file by its fingerprint, and an account manager none", async () => {
  const tenant = await build();
  const { config, planted } = withCredentials(credentials);
  const masking: Masking = {
    mask: createMask([]),
    fingerprint: () => "1a2b3c4d",
    knownPlaces: new Set(),
  };
  const changes = diffConfig({}, config).map((change) => showChange(change, masking));
  agent = await startStandInAgent(showing({ ...drift, changes }));
  const seen = JSON.stringify(await getDrift(await operator(), { slug: tenant.slug }));
  expect([...planted.values()].filter((secret) => seen.includes(secret))).toEqual([]);
  expect(seen.match(/"secret":"1a2b3c4d"/g)).toHaveLength(planted.size);
  const manager = actorOf(await buildUser({ role: "account_manager" }));
  const refusal: unknown = await getDrift(manager, { slug: tenant.slug }).catch((error) => error);
  expect(refusal).toMatchObject({ code: "FORBIDDEN" });
  expect([...planted.values()].filter((secret) => JSON.stringify(refusal).includes(secret))).toEqual([]);
});

it("takes no secret from a host that shows one, whatever it calls it", async () => {
  const tenant = await build();
  const value = "opensesame-opensesame";
  const unmasked = (path: string, is: unknown) => {
    const part = { plain: JSON.stringify(is) };
    // A host of before, or one that lies, is not held by the type.
    return { ...drift, changes: [{ path, was: null, is: [part], isSecret: false }] } as unknown as Drift;
  };
  for (const edit of [
    unmasked("gateway.auth.token", value),
    unmasked("mcp.servers.x.env.FOO", value),
    unmasked("mcp.servers.x.args", ["--x", "sk-ant-api03-0123456789abcdef0123456789"]),
    unmasked("mcp.servers.x.url", `https://me:${value}@example.test`),
  ]) {
    agent = await startStandInAgent(showing(edit));
    const error: unknown = await getDrift(await operator(), { slug: tenant.slug }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: expect.stringMatching(/^AGENT_/) });
    expect(JSON.stringify([error, String(error)])).not.toContain(value);
    await agent.close();
  }
});

it("says so when the host can't be asked", async () => {
  const tenant = await build();
  await expect(getDrift(await operator(), { slug: tenant.slug })).rejects.toMatchObject({
    code: "AGENT_UNREACHABLE",
  });
});

describe("adopting an edited configuration", () => {
  it("is done on the host and recorded", async () => {
    const [actor, tenant] = [await operator(), await build()];
    agent = await startStandInAgent({
      "config.adopt": async (request) => ({ hash: request.hash, paths: [shownText("session.dmScope")] }),
    });
    expect(await adoptConfig(actor, { slug: tenant.slug, hash })).toEqual({ paths: ["session.dmScope"] });
    expect(await actionsOf(tenant.id)).toEqual(["config.adopt"]);
  });

  it("that the host refuses leaves no record", async () => {
    const tenant = await build();
    const refusal = new AgentFailure("CONFIG_CHANGED", "It has changed since.", "Look again.");
    agent = await startStandInAgent({ "config.adopt": () => Promise.reject(refusal) });
    await expect(adoptConfig(await operator(), { slug: tenant.slug, hash })).rejects.toMatchObject({
      code: "AGENT_REFUSED",
      message: "It has changed since.",
    });
    expect(await actionsOf(tenant.id)).toEqual([]);
  });

  it("waits for an operation that is under way", async () => {
    const tenant = await build();
    await buildOperation(tenant.id, { kind: "restart", status: "running" });
    await expect(adoptConfig(await operator(), { slug: tenant.slug, hash })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("refuses an account manager and an unknown slug", async () => {
    const tenant = await build();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(adoptConfig(manager, { slug: tenant.slug, hash })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await expect(adoptConfig(await operator(), { slug: "nobody", hash })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("restoring what was written", () => {
  it("is an operation of its own, and recorded", async () => {
    const [actor, tenant] = [await operator(), await build()];
    const operation = await restoreConfig(actor, { slug: tenant.slug });
    expect(operation).toMatchObject({ kind: "configure", status: "queued" });
    expect(await actionsOf(tenant.id)).toEqual(["config.restore", "gateway.configure"]);
  });

  it("waits for an operation that is under way", async () => {
    const tenant = await build();
    await buildOperation(tenant.id, { kind: "configure", status: "queued" });
    await expect(restoreConfig(await operator(), { slug: tenant.slug })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await actionsOf(tenant.id)).toEqual([]);
  });

  it("refuses an account manager and an unknown slug", async () => {
    const tenant = await build();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(restoreConfig(manager, { slug: tenant.slug })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(restoreConfig(await operator(), { slug: "nobody" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("an adopted setting that is kept no longer", () => {
  const input = ({ slug }: { slug: string }) => ({ slug, id: kept.id });

  it("is forgotten on the host and then left out of the configuration, in one operation", async () => {
    const [actor, tenant] = [await operator(), await build()];
    const calls: unknown[] = [];
    agent = await startStandInAgent({
      ...showing(null),
      "config.release": async ({ ids }) => {
        calls.push(ids);
        return { paths: [kept.path] };
      },
      configure: async () => {
        calls.push("configure");
        return { applied: "hot", observation: observationOf(tenant.slug) };
      },
    });
    const { id, kind } = await stopKeeping(actor, input(tenant));
    expect([kind, calls]).toEqual(["configure", []]);
    await runOperation(id, createLogger("test", "silent"), new AbortController().signal);
    expect(calls).toEqual([[kept.id], "configure"]);
    expect(await actionsOf(tenant.id)).toContain("config.release");
  });

  it("is a conflict when it isn't kept, or while an edit is undecided", async () => {
    const tenant = await build();
    agent = await startStandInAgent(showing(drift));
    const other = { slug: tenant.slug, id: "d".repeat(32) };
    await expect(stopKeeping(await operator(), other)).rejects.toThrow("not kept any more");
    await expect(stopKeeping(await operator(), input(tenant))).rejects.toThrow("undecided");
    expect(await actionsOf(tenant.id)).toEqual([]);
  });

  it("waits for an operation that is under way", async () => {
    const tenant = await build();
    agent = await startStandInAgent(showing(null));
    await buildOperation(tenant.id, { kind: "configure", status: "queued" });
    await expect(stopKeeping(await operator(), input(tenant))).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("refuses an account manager and an unknown slug", async () => {
    const tenant = await build();
    const manager = actorOf(await buildUser({ role: "account_manager" }));
    await expect(stopKeeping(manager, input(tenant))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(stopKeeping(await operator(), input({ slug: "nobody" }))).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
