import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chown, mkdir, open, rename, rm, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeDrift } from "#agent/drift/read-drift.ts";
import { listSecrets } from "#agent/secrets/set-secret.ts";
import type { Item } from "#lib/domain/checklist/item.ts";
import type { HostEvidence, TenantEvidence } from "#lib/host-agent/contract/evidence.ts";
import type { TestHost, TestTenant } from "./testing/build-host.ts";
import { buildPair } from "./testing/build-pair.ts";
import { archiveOfMany, deepJson, gzipBomb, writeEndlessDatabase } from "./testing/hostile-files.ts";

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)("a tenant whose files are made to be read for ever (needs root)", () => {
  let host: TestHost;
  let acme: TestTenant;
  let mallory: TestTenant;
  beforeEach(async () => {
    [host, acme, mallory] = await buildPair("acme", "mallory");
  });
  afterEach(() => host.remove());

  const evidenceOf = ({ tenants }: HostEvidence, { record }: TestTenant): TenantEvidence => {
    const found = tenants.find(({ slug }) => slug === record.slug);
    if (found === undefined) throw new Error(`No evidence of ${record.slug}`);
    return found;
  };
  const unmeasured = ({ items }: TenantEvidence) =>
    items.filter(({ isMeasured }) => !isMeasured).map(({ item }) => item);
  const reason = ({ items }: TenantEvidence, item: Item) => items.find((each) => each.item === item)?.reason;

  /** What can't be measured of a tenant whose Gateway is stopped, and nothing else. */
  const ofStopped: readonly Item[] = ["port"];

  /** A check beside which another verb is answered, and which leaves the neighbour as it is. */
  async function checkBesideOthers(): Promise<TenantEvidence> {
    const order: string[] = [];
    const checked = host.evidence().finally(() => order.push("check"));
    await describeDrift(host.context, acme.record);
    await listSecrets(host.context, acme.record);
    order.push("verbs");
    const evidence = await checked;
    expect(order).toEqual(["verbs", "check"]);
    expect(unmeasured(evidenceOf(evidence, acme))).toEqual(ofStopped);
    expect(evidenceOf(evidence, acme).configuration?.gaps.map(({ part }) => part)).toEqual(["process"]);
    return evidenceOf(evidence, mallory);
  }

  async function put(file: string, content: string | Buffer): Promise<void> {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content, { mode: 0o600 });
    await giveAway(mallory.layout.state);
    await chown(file, mallory.record.uid, mallory.record.gid);
  }
  async function giveAway(directory: string): Promise<void> {
    execFileSync("chown", ["-R", `${mallory.record.uid}:${mallory.record.gid}`, directory]);
  }
  const database = () => path.join(mallory.layout.state, "state", "openclaw.sqlite");

  test("names a database that never ends in what is kept there, and measures everything else", async () => {
    await mkdir(path.dirname(database()));
    await writeEndlessDatabase(database(), "shared");
    await giveAway(mallory.layout.state);
    const seen = await checkBesideOthers();
    expect(unmeasured(seen)).toEqual(["state-directory", "model-credentials", ...ofStopped]);
    expect(reason(seen, "model-credentials")).toMatch(
      /state\/openclaw\.sqlite could not be read within [\d.]+ s/,
    );
    expect(seen.configuration).not.toBeNull();
  });

  test("gives up on many such databases together, not on one after the other", async () => {
    for (let agent = 0; agent < 8; agent += 1) {
      const file = path.join(mallory.layout.state, "agents", `a${agent}`, "agent", "openclaw-agent.sqlite");
      await mkdir(path.dirname(file), { recursive: true });
      await writeEndlessDatabase(file, "agent");
    }
    await giveAway(mallory.layout.state);
    const began = performance.now();
    const seen = await checkBesideOthers();
    // 8 × 3 s one by one; what is promised is 6 s of all databases of a tenant.
    expect(performance.now() - began).toBeLessThan(16_000);
    for (let agent = 0; agent < 8; agent += 1)
      expect(reason(seen, "model-credentials")).toContain(
        `agents/a${agent}/agent/openclaw-agent.sqlite could not be`,
      );
  });

  test("reads ten sparse databases of 255 MB without copying them", async () => {
    for (let agent = 0; agent < 10; agent += 1) {
      const file = path.join(mallory.layout.state, "agents", `a${agent}`, "agent", "openclaw-agent.sqlite");
      await mkdir(path.dirname(file), { recursive: true });
      {
        using made = new DatabaseSync(file);
        const profiles = { "openai:one": { type: "api_key", key: `sk-${agent}` } };
        made.exec("CREATE TABLE auth_profile_store (store_key TEXT PRIMARY KEY, store_json TEXT)");
        made
          .prepare("INSERT INTO auth_profile_store VALUES ('primary', ?)")
          .run(JSON.stringify({ profiles }));
      }
      await truncate(file, 255 * 1024 * 1024);
    }
    await giveAway(mallory.layout.state);
    const seen = await checkBesideOthers();
    expect(unmeasured(seen)).toEqual(ofStopped);
    const facts = seen.items.find(({ item }) => item === "model-credentials")?.facts;
    expect(facts).toContainEqual({ label: "Databases read", value: "10" });
  });

  test("reads a database that is in use through its journal, and one that was cut off", async () => {
    await mkdir(path.dirname(database()));
    const using = new DatabaseSync(database());
    const profiles = { "openai:one": { type: "api_key", key: "sk-in-the-journal" } };
    using.exec(
      "PRAGMA journal_mode=WAL; CREATE TABLE config_machine_state (state_key TEXT, value_json TEXT)",
    );
    using
      .prepare("INSERT INTO config_machine_state VALUES ('authProfiles.store', ?)")
      .run(JSON.stringify({ profiles }));
    await giveAway(mallory.layout.state);
    const count = async () => {
      const { items } = evidenceOf(await host.evidence(), mallory);
      const found = items.find(({ item }) => item === "model-credentials");
      return [found?.reason, found?.identities.filter(({ kind }) => kind === "fingerprint").length];
    };
    expect(await count()).toEqual([null, 1]);
    await rm(`${database()}-shm`);
    expect(await count()).toEqual([null, 1]);
    using.close();
  });

  test.each([100_000, 500_000])("refuses JSON of %i levels wherever it stands", async (levels) => {
    const deep = deepJson(levels);
    await writeFile(mallory.layout.configFile, `{ tools: ${deep} }`);
    await put(mallory.layout.secretsFile, `{"a":${deep}}`);
    const seen = await checkBesideOthers();
    expect(reason(seen, "workspace")).toBe("The configuration is nested too deeply.");
    await expect(listSecrets(host.context, mallory.record)).rejects.toMatchObject({
      detail: { code: "PATH_FOREIGN" },
    });

    const included = path.join(mallory.layout.config, "more.json5");
    await writeFile(included, deep);
    await host.writeConfig(mallory, { ...mallory.config, tools: { $include: "./more.json5" } });
    const other = evidenceOf(await host.evidence(), mallory);
    expect(reason(other, "workspace")).toContain("more.json5 ($include), which is nested too deeply");

    await host.writeConfig(mallory, mallory.config);
    expect(reason(evidenceOf(await host.evidence(), mallory), "gateway-token")).toContain(
      "secrets.json was not read: it is nested too deeply",
    );
  });

  test("follows no more files than it says, where each includes the next ten times", async () => {
    for (let level = 0; level < 9; level += 1) {
      const next = JSON.stringify({ $include: `./${level + 1}.json5` });
      await writeFile(path.join(mallory.layout.config, `${level}.json5`), `[${Array(10).fill(next).join()}]`);
    }
    await writeFile(path.join(mallory.layout.config, "9.json5"), "[1]");
    await host.writeConfig(mallory, { ...mallory.config, bindings: { $include: "./0.json5" } });
    const seen = await checkBesideOthers();
    expect(reason(seen, "workspace")).toContain("includes more than 2000 files");
  });

  test("puts no long variable in its place without end", async () => {
    await put(path.join(mallory.layout.state, ".env"), `LONG=${"x".repeat(500_000)}`);
    const texts = Array(1000).fill(`\${LONG}`.repeat(100));
    await host.writeConfig(mallory, { ...mallory.config, logging: { redactPatterns: texts } });
    const seen = await checkBesideOthers();
    expect(reason(seen, "workspace")).toContain("too long with its variables");
  });

  test("is not slowed down by a dotenv file of spaces, or a name as long as the file", async () => {
    const spaces = " ".repeat(500_000);
    await put(path.join(mallory.layout.state, ".env"), `OPENAI_API_KEY=a${spaces}b\n${spaces}X=${spaces}#`);
    const key = "k".repeat(900_000);
    const tokens = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`t${index}token`, "x"]));
    await host.writeConfig(mallory, { ...mallory.config, [key]: tokens });
    const seen = await checkBesideOthers();
    expect(reason(seen, "workspace")).toContain("name is longer than");
  });

  test.each([
    ["unpacks to a hundred times what is looked at", () => gzipBomb(5000), "could not be read"],
    ["has more entries than are counted", () => archiveOfMany(250_000), "could not be read to its end"],
    ["is noise", () => randomBytes(100_000), "could not be read to its end"],
  ])("says that an archive was not looked through which %s", async (_, content, problem) => {
    await put(path.join(mallory.layout.backups, "all.tar.gz"), content());
    const seen = await checkBesideOthers();
    const gaps = seen.configuration?.gaps.filter(({ part }) => part === "archives") ?? [];
    expect(gaps.map((gap) => gap.reason).join(" ")).toMatch(new RegExp(`all\\.tar\\.gz ${problem}`));
  });

  describe.each([
    ["a pipe", (file: string) => void execFileSync("mkfifo", ["-m", "600", file])],
    ["a device", (file: string) => void execFileSync("mknod", [file, "c", "1", "5"])],
    [
      "a socket",
      async (file: string) => {
        const server = createServer().listen(path.join(path.dirname(file), "s"));
        await once(server, "listening");
        await rename(path.join(path.dirname(file), "s"), file);
        server.close();
      },
    ],
    ["a directory", (file: string) => mkdir(file)],
    [
      "a sparse file of a terabyte",
      async (file: string) => {
        await (await open(file, "w")).close();
        await truncate(file, 1024 ** 4);
      },
    ],
  ])("%s", (_, make) => {
    test("in the place of each file is named, and nothing waits for it", async () => {
      const places = {
        secrets: mallory.layout.secretsFile,
        dotenv: path.join(mallory.layout.state, ".env"),
        database: database(),
        archive: path.join(mallory.layout.backups, "a.tar"),
        credential: path.join(mallory.layout.credentials, "x.secret"),
      };
      for (const file of Object.values(places)) {
        await mkdir(path.dirname(file), { recursive: true });
        await rm(file, { force: true });
        await make(file);
      }
      await giveAway(mallory.layout.state);
      const seen = await checkBesideOthers();
      expect(reason(seen, "gateway-token")).toContain(places.secrets);
      expect(reason(seen, "model-credentials")).toContain(places.database);
      expect(reason(seen, "channel-credentials")).toContain(places.credential);
      const gaps = seen.configuration?.gaps.map((gap) => gap.reason).join(" ");
      expect(gaps).toContain(places.dotenv);
      expect(gaps).toContain(places.archive);
      await expect(listSecrets(host.context, mallory.record)).rejects.toMatchObject({
        detail: { code: "PATH_FOREIGN" },
      });

      await rm(places.secrets, { recursive: true });
      await host.writeSecrets(mallory, { gateway: { token: "t".repeat(40) } });
      await rm(mallory.layout.configFile);
      await make(mallory.layout.configFile);
      expect(reason(evidenceOf(await host.evidence(), mallory), "workspace")).toContain(
        mallory.layout.configFile,
      );
      expect((await describeDrift(host.context, mallory.record))?.problem).toContain(
        mallory.layout.configFile,
      );
    });
  });

  test("says that a directory was not listed whose names are no text, or too many", async () => {
    const credentials = Buffer.from(`${mallory.layout.credentials}/`);
    await mkdir(mallory.layout.credentials, { recursive: true });
    await writeFile(Buffer.concat([credentials, Buffer.from([0xff, 0xfe])]), "x");
    for (let index = 0; index < 10_001; index += 1)
      await (await open(path.join(mallory.layout.backups, `${index}\n`), "w", 0o600)).close();
    await giveAway(mallory.layout.state);
    const seen = await checkBesideOthers();
    expect(reason(seen, "channel-credentials")).toContain("not valid UTF-8");
    expect(reason(seen, "backups")).toContain("holds more than 10000 entries");
  });

  test("asks no reader again as long as nothing has changed", async () => {
    await mkdir(path.dirname(database()));
    const profiles = { "openai:one": { type: "api_key", key: "sk-1" } };
    {
      using made = new DatabaseSync(database());
      made.exec("CREATE TABLE config_machine_state (state_key TEXT, value_json TEXT)");
      made
        .prepare("INSERT INTO config_machine_state VALUES ('authProfiles.store', ?)")
        .run(JSON.stringify({ profiles }));
    }
    await giveAway(mallory.layout.state);
    const first = evidenceOf(await host.evidence(), mallory);
    expect(unmeasured(first)).toEqual(ofStopped);
    // A version that isn't installed has no Node that could read anything.
    Object.assign(mallory.record, { runtimeVersion: "2020.1.1" });
    expect(unmeasured(evidenceOf(await host.evidence(), mallory))).toEqual(ofStopped);
    await writeFile(`${database()}`, randomBytes(5000));
    expect(reason(evidenceOf(await host.evidence(), mallory), "model-credentials")).toContain(
      "is not installed on this host",
    );
  });
});
