import { generateKeyPairSync, randomBytes } from "node:crypto";
import { chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync, zstdCompressSync } from "node:zlib";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { changeConfig } from "./change-config.ts";
import { type Leak, NotPlantable, type Pair } from "./leak.ts";

type Config = Record<string, Record<string, unknown>>;

/** What is one tenant's and stands with the other, under whatever name. */
export const copyLeaks = {
  "copied-secret": {
    title: "The other tenant's Gateway token stands in a note",
    stage: "bare",
    async plant({ source, sourceLayout, targetLayout }) {
      const { token } = JSON.parse(await readFile(targetLayout.secretsFile, "utf8")).gateway;
      return leave(
        source,
        path.join(sourceLayout.workspace, "notes.md"),
        `It was ${encodeURIComponent(token)}.`,
      );
    },
  },
  "copied-key": {
    title: "Two tenants have one private key in their workspaces",
    stage: "bare",
    async plant({ source, target, sourceLayout, targetLayout }) {
      const { privateKey } = generateKeyPairSync("ed25519");
      const text = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      const here = await leave(source, path.join(sourceLayout.workspace, "id_ed25519"), text);
      const there = await leave(
        target,
        path.join(targetLayout.workspace, "deploy.json"),
        JSON.stringify({ text }),
      );
      return async () => {
        await here();
        await there();
      };
    },
  },
  "packed-key": {
    title: "The other tenant's private key lies in a packed file inside of a backup",
    stage: "bare",
    async plant({ source, target, sourceLayout, targetLayout }) {
      const { privateKey } = generateKeyPairSync("ed25519");
      const text = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      const there = await leave(target, path.join(targetLayout.workspace, "id_ed25519"), text);
      const packed = gzipSync(zstdCompressSync(text));
      const here = await leave(source, path.join(sourceLayout.backups, "earlier.gz"), packed);
      return async () => {
        await here();
        await there();
      };
    },
  },
  "key-in-two-archives": {
    title: "Two tenants have one private key in their archives, unpacked with neither",
    stage: "bare",
    async plant({ source, target, sourceLayout, targetLayout }) {
      const { privateKey } = generateKeyPairSync("ed25519");
      const text = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      const packed = [gzipSync(text), zstdCompressSync(text)] as const;
      const here = await leave(source, path.join(sourceLayout.backups, "id_ed25519.gz"), packed[0]);
      const there = await leave(target, path.join(targetLayout.workspace, "id_ed25519.zst"), packed[1]);
      return async () => {
        await here();
        await there();
      };
    },
  },
  "copied-identity": {
    title: "Two tenants have one device identity, as a copied state has",
    stage: "bare",
    async plant(pair) {
      const device = randomBytes(32).toString("hex");
      const undo = [
        await writeIdentity(pair.source, pair.sourceLayout.state, device),
        await writeIdentity(pair.target, pair.targetLayout.state, device),
      ];
      return async () => {
        for (const each of undo) await each();
      };
    },
  },
  "one-model-key": {
    title: "Two tenants have one key to a provider of models",
    stage: "bare",
    plant: (pair) => {
      const key = `sk-${randomBytes(24).toString("hex")}`;
      return inBoth(pair, (config) => {
        config.env = { ...config.env, vars: { OPENAI_API_KEY: key } };
      });
    },
  },
  "one-bot": {
    title: "Two tenants have one bot",
    stage: "bare",
    plant: (pair) => {
      const botToken = `123456789:${randomBytes(26).toString("base64url")}`;
      return inBoth(pair, (config) => {
        config.channels = { ...config.channels, telegram: { enabled: true, botToken } };
      });
    },
  },
  "one-browser": {
    title: "Two tenants are set to one browser, spelled in two ways",
    stage: "bare",
    plant: (pair) => {
      const spellings = [
        `http://127.0.0.1:${pair.target.basePort + 11}`,
        `http://LOCALHOST.:${pair.target.basePort + 11}/`,
      ];
      return inBoth(pair, (config) => {
        config.browser = { ...config.browser, profiles: { openclaw: { cdpUrl: spellings.shift() } } };
      });
    },
  },
} as const satisfies Readonly<Record<string, Leak>>;

async function leave(owner: TenantRecord, file: string, text: string | Buffer): Promise<() => Promise<void>> {
  await writeFile(file, text, { mode: 0o600 });
  await chown(file, owner.uid, owner.gid);
  return () => rm(file, { force: true });
}

/** Where OpenClaw keeps it, with tables as OpenClaw makes them. */
async function writeIdentity(
  { uid, gid }: TenantRecord,
  state: string,
  device: string,
): Promise<() => Promise<void>> {
  const directory = path.join(state, "state");
  const file = path.join(directory, "openclaw.sqlite");
  await mkdir(directory, { mode: 0o700 }).catch(() => {
    throw new NotPlantable("The tenant has an identity already.");
  });
  const database = new DatabaseSync(file);
  database.exec(`
    CREATE TABLE config_machine_state (state_key TEXT PRIMARY KEY, value_json TEXT);
    CREATE TABLE device_identities (identity_key TEXT PRIMARY KEY, device_id TEXT NOT NULL);`);
  database.prepare("INSERT INTO device_identities VALUES ('primary', ?)").run(device);
  database.close();
  for (const place of [directory, file]) await chown(place, uid, gid);
  return () => rm(directory, { recursive: true, force: true });
}

async function inBoth(
  { sourceLayout, targetLayout }: Pair,
  change: (config: Config) => void,
): Promise<() => Promise<void>> {
  const restores = [
    await changeConfig(sourceLayout.configFile, change),
    await changeConfig(targetLayout.configFile, change),
  ];
  return async () => {
    for (const restore of restores) await restore();
  };
}
