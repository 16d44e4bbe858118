import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { open, readdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setHardening } from "#agent/probes/self-test/set-hardening.ts";
import { createProbeHost, isRoot, type ProbeHost } from "#agent/probes/testing/probe-host.ts";
import { runCommand } from "#agent/system/run-command.ts";
import type { TenantRecord } from "#agent/tenant/tenant-record.ts";
import { fullHardening } from "#lib/domain/hardening/setting.ts";
import { readerCommand } from "./reader-command.ts";
import { mostUnpackedBytes } from "./runner/outlet.ts";
import { type PackedKind, packedKindOf } from "./runner/packed-kind.ts";
import { readerOf } from "./tenant-reader.ts";
import { packedBy, tarOf } from "./testing/packed.ts";

describe.skipIf(!isRoot)("a reader inside a tenant's boundary (needs root)", () => {
  let host: ProbeHost;
  let tenant: TenantRecord;
  let server: Server;
  beforeAll(async () => {
    host = await createProbeHost();
    const { slug } = await host.addTenant();
    await setHardening(host.context, host.registry, slug, fullHardening);
    tenant = host.registry.require(slug);
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  afterAll(async () => {
    server.close();
    await host.dispose();
  });

  async function runInside(program: string): Promise<string> {
    const command = readerCommand(host.context, tenant, ["-e", program]);
    const { stdout, exitCode, stderr } = await runCommand(command, { timeoutMs: 30_000 });
    return exitCode === 0 ? stdout.trim() : `exit code ${exitCode} ${stderr}`;
  }
  const trying = (action: string) =>
    `try { ${action}; console.log("done") } catch (error) { console.log(error.code) }`;

  test("is the tenant's user, without groups, capabilities or new privileges", async () => {
    const status = await runInside(
      `console.log(require("node:fs").readFileSync("/proc/self/status", "utf8"))`,
    );
    expect(status).toMatch(new RegExp(`^Uid:\\s+${tenant.uid}\\s+${tenant.uid}`, "m"));
    expect(status).toMatch(/^Groups:\s*$/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  });

  test.skipIf(!existsSync("/usr/bin/bwrap"))(
    "changes nothing in the tree, reaches no network and sees no other process",
    async () => {
      const { state, secretsFile } = host.layout(tenant.slug);
      const file = JSON.stringify(path.join(state, "new"));
      const fs = `const fs = require("node:fs")`;
      expect(await runInside(`${fs}; ${trying(`fs.writeFileSync(${file}, "x")`)}`)).toBe("EROFS");
      expect(await runInside(`${fs}; ${trying(`fs.readFileSync(${JSON.stringify(secretsFile)})`)}`)).toBe(
        "done",
      );
      const address = server.address();
      const port = typeof address === "object" ? address?.port : 0;
      const connecting = `require("node:net").connect(${port}, "127.0.0.1")
      .on("connect", () => { console.log("connected"); process.exit() }).on("error", ({ code }) => console.log(code))`;
      expect(await runInside(connecting)).toBe("ECONNREFUSED");
      const seen = await runInside(
        `${fs}; console.log(fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length)`,
      );
      expect(Number(seen)).toBeLessThan(5);
    },
  );

  test.each(["xz", "bzip2"] as const)(
    "unpacks what the host's own %s must, and leaves none of it behind",
    async (program) => {
      const text = randomBytes(1_000_000);
      const bomb = packedBy(program, Buffer.alloc(80_000_000));
      for (const [packed, expected] of [
        [packedBy(program, text), { size: text.length, rests: [] }],
        [gzipSync(tarOf([["inner", packedBy(program, text)]])), { rests: [] }],
        [bomb, { rests: ["part"] }],
      ] as const) {
        const file = path.join(host.layout(tenant.slug).workspace, "packed");
        await writeFile(file, packed);
        const handle = await open(file);
        try {
          const kind = packedKindOf(packed) as PackedKind;
          const unpacked = await readerOf(host.context, tenant).unpack(handle, kind);
          const { bytes, rests } =
            "value" in unpacked ? unpacked.value : { bytes: Buffer.alloc(0), rests: null };
          expect({ size: bytes.length, rests }).toMatchObject(expected);
          expect(bytes.length).toBeLessThanOrEqual(mostUnpackedBytes);
        } finally {
          await handle.close();
        }
        await expect
          .poll(async () => (await readdir("/proc")).filter((pid) => isOf(pid, program, tenant.uid)))
          .toEqual([]);
      }
    },
  );

  test("has an end to its processing time, memory, files and what it writes", async () => {
    const limits = await runInside(
      `console.log(require("node:fs").readFileSync("/proc/self/limits", "utf8"))`,
    );
    expect(limits).toMatch(/^Max cpu time\s+8\s+9\s/m);
    expect(limits).toMatch(/^Max address space\s+3221225472\s/m);
    expect(limits).toMatch(/^Max file size\s+67108864\s/m);
    expect(limits).toMatch(/^Max core file size\s+0\s/m);
    expect(await runInside(`const all = []; for (;;) all.push(Buffer.alloc(1 << 28, 1))`)).toMatch(
      /^exit code/,
    );
  });
});

/** Whether a process of that name is that user's. */
function isOf(pid: string, program: string, uid: number): boolean {
  try {
    return (
      statSync(`/proc/${pid}`).uid === uid && readFileSync(`/proc/${pid}/comm`, "utf8").trim() === program
    );
  } catch {
    return false;
  }
}
