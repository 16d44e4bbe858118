import { rm, writeFile } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import { createAccount, findAccount, removeAccount } from "./system-account.ts";

const isRoot = process.getuid?.() === 0;
const name = `bh-lock-${process.pid}`;
const lock = "/etc/group.lock";

afterAll(async () => {
  if (isRoot) await removeAccount(name);
});

test.skipIf(!isRoot)(
  "waits while another tool holds the lock of the host's accounts (needs root)",
  async () => {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    const made = createAccount({ name, id: 59_998, comment: "Bulkhead test", home: "/nonexistent" });
    const release = setTimeout(() => void rm(lock), 500);
    await made.finally(() => clearTimeout(release));
    expect((await findAccount(name))?.uid).toBe(59_998);
  },
);
