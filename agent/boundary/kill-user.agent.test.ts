import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { killUser } from "./kill-user.ts";

const isRoot = process.getuid?.() === 0;
const [uid, neighbour] = [61_234, 61_235];

test.skipIf(!isRoot)(
  "ends a user's processes, those too that live too short to be seen, and nobody else's (needs root)",
  async () => {
    const directory = await mkdtemp("/opt/bulkhead-test-");
    await chmod(directory, 0o777);
    const program = path.join(import.meta.dirname, "..", "fixtures", "run-kill-user.ts");
    const inside = [process.execPath, program, `${uid}`, `${neighbour}`, path.join(directory, "lock")];
    const args = ["--pid", "--fork", "--kill-child", "--mount-proc", ...inside];
    const seen = JSON.parse(execFileSync("unshare", args, { timeout: 60_000 }).toString());
    await rm(directory, { recursive: true });
    expect(seen).toEqual({ wasHeld: true, isHeld: false, bystanders: [true, true] });
  },
);

test("is refused for root and for the agent's own user", async () => {
  await expect(killUser(0)).rejects.toThrow("not a tenant's own");
  await expect(killUser(process.getuid?.() ?? 0)).rejects.toThrow("not a tenant's own");
});
