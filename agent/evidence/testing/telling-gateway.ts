import { spawn } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { chown, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { boundaryCommand } from "#agent/boundary/boundary-command.ts";
import { identifyProcess } from "#agent/fixtures/identify-process.ts";
import { listListeners } from "#agent/proc/list-listeners.ts";
import { pollUntil } from "#agent/system/poll-until.ts";
import type { TestHost, TestTenant } from "./build-host.ts";

const program = "telling-gateway.mjs";

/** What the stand-in says differently from what is true; see telling-gateway.mjs. */
export type Word = {
  readonly says?: Readonly<Record<string, object>>;
  readonly silentAt?: readonly string[];
  readonly hugeAt?: readonly string[];
  readonly halfAt?: readonly string[];
};

export type TellingGateway = {
  readonly pid: number;
  readonly instance: string;
  readonly device: string;
  say(word: Word): Promise<void>;
  stop(): Promise<void>;
};

/** Runs a stand-in as the tenant's Gateway, which says who it is. Its device identity lies in its state, as OpenClaw's does. */
export async function runTellingGateway(host: TestHost, tenant: TestTenant): Promise<TellingGateway> {
  const { layout, record } = tenant;
  const publicKey = randomBytes(32).toString("base64url");
  const device = createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("hex");
  const instance = randomUUID();
  const wordFile = path.join(layout.home, "word.json");
  const say = async (word: Word) => {
    await writeFile(wordFile, JSON.stringify({ ...word, publicKey, instance }));
    await chown(wordFile, record.uid, record.gid);
  };
  await say({});
  await saveDevice(tenant, device);
  const entry = path.join(layout.home, program);
  copyFileSync(path.join(import.meta.dirname, "../../fixtures", program), entry);
  const command = boundaryCommand(host.context, record, []);
  const child = spawn(command.file, [...command.args.slice(0, -1), entry], {
    cwd: command.cwd,
    env: {
      ...command.env,
      PORT: String(record.basePort),
      SECRETS_FILE: layout.secretsFile,
      WORD: wordFile,
      WORKSPACE: layout.workspace,
    } as unknown as NodeJS.ProcessEnv,
    stdio: "ignore",
  });
  await once(child, "spawn");
  const isUp = async () => {
    const own = (await listListeners()).filter(({ port }) => port === record.basePort);
    return own.length === 2 || child.exitCode !== null ? own : null;
  };
  await pollUntil(isUp, { pollMs: 50, signal: AbortSignal.timeout(20_000) });
  const identity = identifyProcess(host.context, child.pid, record.uid);
  Object.assign(record, { process: identity });
  const stop = async () => {
    const exited = once(child, "exit");
    if (child.kill("SIGKILL")) await exited;
    Object.assign(record, { process: null });
  };
  return { pid: identity.pid, instance, device, say, stop };
}

/** A database with no more than is read of OpenClaw's shared one. */
async function saveDevice({ layout, record }: TestTenant, device: string): Promise<void> {
  const directory = path.join(layout.state, "state");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, "openclaw.sqlite");
  {
    using database = new DatabaseSync(file);
    database.exec(`
      CREATE TABLE config_machine_state (state_key TEXT PRIMARY KEY, value_json TEXT);
      CREATE TABLE device_identities (identity_key TEXT PRIMARY KEY, device_id TEXT, private_key_pem TEXT);`);
    database
      .prepare("INSERT INTO device_identities VALUES ('primary', ?, 'a private key that is read by nobody')")
      .run(device);
  }
  for (const place of [directory, file]) await chown(place, record.uid, record.gid);
}
