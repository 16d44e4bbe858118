import { chownSync, cpSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findSharing } from "#lib/domain/checklist/sharing.ts";
import type { ItemEvidence } from "#lib/host-agent/contract/evidence.ts";
import { hostEvidenceSchema } from "#lib/host-agent/contract/evidence.ts";
import type { TestHost, TestTenant } from "./testing/build-host.ts";
import { buildPair } from "./testing/build-pair.ts";
import { runTellingGateway, type TellingGateway, type Word } from "./testing/telling-gateway.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("what a running Gateway says of itself (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let beta: TestTenant;
  const running: TellingGateway[] = [];
  beforeEach(async () => {
    [host, acme, beta] = await buildPair("acme", "beta");
  });
  afterEach(async () => {
    for (const gateway of running.splice(0)) await gateway.stop();
    await host.remove();
  });

  async function run(tenant: TestTenant): Promise<TellingGateway> {
    const gateway = await runTellingGateway(host, tenant);
    running.push(gateway);
    return gateway;
  }

  async function evidence() {
    const { tenants } = hostEvidenceSchema.parse(await host.evidence());
    const itemsOf = ({ record }: TestTenant) => tenants.find(({ slug }) => slug === record.slug)?.items ?? [];
    const itemOf = (tenant: TestTenant, item: string): ItemEvidence => {
      const found = itemsOf(tenant).find((each) => each.item === item);
      if (found === undefined) throw new Error(`No evidence of ${item}`);
      return found;
    };
    return { tenants, itemsOf, itemOf };
  }

  test("is held against kernel and disk, and proves both items where it is the same", async () => {
    await run(acme);
    const { itemsOf } = await evidence();
    const items = itemsOf(acme);
    expect(items.filter(({ isMeasured }) => !isMeasured)).toEqual([]);
    expect(items.flatMap(({ defects }) => defects)).toEqual([]);
    expect(items.filter(({ word }) => word !== null).map(({ item, word }) => [item, word])).toEqual([
      ["state-directory", "same"],
      ["port", "same"],
    ]);
  });

  const elsewhere = "/srv/of-another/state";
  test.each<[string, string, Word]>([
    ["another's process", "port.says-other-pid", { says: { "system.info": { pid: 1 } } }],
    ["another port", "port.says-other-port", { says: { "system.info": { port: 9 } } }],
    ["another version", "port.says-other-version", { says: { connect: { server: { version: "1.2.3" } } } }],
    [
      "another's state",
      "state-directory.says-other-state",
      { says: { "system.info": { diskPath: elsewhere } } },
    ],
    [
      "another configuration",
      "state-directory.says-other-config",
      { says: { "config.get": { path: elsewhere } } },
    ],
    [
      "another's workspace",
      "state-directory.says-other-workspaces",
      { says: { "agents.list": { agents: [{ id: "main", workspace: elsewhere }] } } },
    ],
  ])("that names %s fails by name, and nobody else's items with it", async (_what, defect, word) => {
    const liar = await run(acme);
    await run(beta);
    await liar.say(word);
    const { tenants, itemsOf } = await evidence();
    expect(itemsOf(acme).flatMap(({ defects }) => defects.map(({ id }) => id))).toEqual([defect]);
    expect(itemsOf(acme).flatMap(({ word }) => word ?? [])).toContain("other");
    expect(itemsOf(beta).filter(({ isMeasured, defects }) => !isMeasured || defects.length > 0)).toEqual([]);
    expect([...findSharing(tenants).values()].flat()).toEqual([]);
  });

  test("can claim another's state directory without breaking the one whose it is", async () => {
    const liar = await run(acme);
    await liar.say({
      says: {
        "system.info": { diskPath: beta.layout.state, pid: process.pid },
        "config.get": { path: beta.layout.configFile },
        "agents.list": { agents: [{ id: "main", workspace: beta.layout.workspace }] },
      },
    });
    const { tenants, itemsOf } = await evidence();
    expect(itemsOf(acme).flatMap(({ defects }) => defects)).toHaveLength(4);
    expect(itemsOf(beta).flatMap(({ defects }) => defects)).toEqual([]);
    expect([...findSharing(tenants).values()].flat()).toEqual([]);
  });

  test.each<[string, Word, item: string, missing: string]>([
    ["says nothing at all", { silentAt: ["connect"] }, "port", "ETIMEDOUT"],
    ["says half of it", { silentAt: ["system.info"] }, "port", "process, port"],
    ["gives a huge answer", { hugeAt: ["config.get"] }, "state-directory", "configuration"],
    ["breaks off in an answer", { halfAt: ["gateway.identity.get"] }, "state-directory", "device identity"],
    ["says nonsense", { says: { "system.info": { diskPath: 7 } } }, "state-directory", "state directory"],
    [
      "names a device that isn't its key's",
      { says: { "gateway.identity.get": { deviceId: "f".repeat(64) } } },
      "state-directory",
      "device identity",
    ],
  ])(
    "of one that %s is not measured, by name, and holds up nobody else",
    async (_what, word, item, missing) => {
      const liar = await run(acme);
      await run(beta);
      await liar.say(word);
      const { itemsOf, itemOf } = await evidence();
      const seen = itemOf(acme, item);
      expect([seen.isMeasured, seen.word, seen.defects]).toEqual([false, "unheard", []]);
      expect(seen.reason).toContain(missing);
      expect(itemsOf(beta).filter(({ isMeasured }) => !isMeasured)).toEqual([]);
    },
  );

  test("never brings its secrets into the evidence, nor what a terminal would act on", async () => {
    const liar = await run(acme);
    const token = `token-of-${acme.record.slug}-0123456789abcdef0123456789`;
    const places = [`/srv/${token}/state`, "/srv/\u001b[2J/openclaw.json"];
    await liar.say({ says: { "system.info": { diskPath: places[0] }, "config.get": { path: places[1] } } });
    const { tenants, itemOf } = await evidence();
    expect(itemOf(acme, "state-directory").defects).toHaveLength(2);
    expect(JSON.stringify(tenants)).not.toContain(token);
    expect(JSON.stringify(tenants)).not.toContain("\\u001b");
  });

  test("is not asked of one that refuses the token that is on disk", async () => {
    await run(acme);
    await host.writeSecrets(acme, { gateway: { token: "another-token-0123456789abcdef0123456789" } });
    const { itemOf } = await evidence();
    expect(itemOf(acme, "state-directory")).toMatchObject({ isMeasured: false, word: "unheard" });
    expect(itemOf(acme, "state-directory").reason).toContain("refused connect");
  });

  describe("where a state directory was copied from one tenant to another", () => {
    async function copied() {
      const from = path.join(acme.layout.state, "state");
      const to = path.join(beta.layout.state, "state");
      cpSync(from, to, { recursive: true });
      for (const place of [to, path.join(to, "openclaw.sqlite")])
        chownSync(place, beta.record.uid, beta.record.gid);
      const { tenants } = await evidence();
      const sharing = findSharing(tenants);
      return [acme, beta].map(({ record }) =>
        sharing.get(record.slug)?.map(({ item, kind, otherSlug }) => [item, kind, otherSlug]),
      );
    }
    const named = () => [
      [["state-directory", "instance", beta.record.slug]],
      [["state-directory", "instance", acme.record.slug]],
    ];

    test("names the one identity on both while one of them runs", async () => {
      await run(acme);
      expect(await copied()).toEqual(named());
    });

    test("names it while both are stopped", async () => {
      await (await run(acme)).stop();
      expect(await copied()).toEqual(named());
    });
  });

  test("names on both that one run of a Gateway answers for two", async () => {
    const [one, other] = [await run(acme), await run(beta)];
    await other.say({ says: { "system.info": { processInstanceId: one.instance } } });
    const { tenants } = await evidence();
    const sharing = findSharing(tenants);
    for (const { record } of [acme, beta])
      expect(sharing.get(record.slug)?.map(({ item, kind }) => `${item} ${kind}`)).toEqual(["port instance"]);
  });
});
