import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCurrentMask } from "./current-mask.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "secret-values-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const bot = "1111111111:AAFakeFakeFakeFakeFakeFakeFakeFakeFak";

test("values of a secrets file are masked, and the names of channels, accounts and settings in it are not", async () => {
  const file = path.join(directory, "secrets.json");
  const channels = { telegram: { default: { botToken: bot } } };
  await writeFile(file, JSON.stringify({ gateway: { token: "Kf83jsLq02mXbTKf83jsLq02mXbT" }, channels }));
  const current = createCurrentMask(file, ["Zd91-configured-Qp72"]);
  expect(current.refresh()).toEqual([]);
  for (const line of [
    "[telegram] [default] starting provider",
    "channels.telegram.accounts.default.botToken is set",
  ])
    expect(current.mask(line)).toBe(line);
  expect(current.mask(`bot ${bot}, token Kf83jsLq02mXbTKf83jsLq02mXbT, Zd91-configured-Qp72`)).toBe(
    "bot [masked], token [masked], [masked]",
  );
});
