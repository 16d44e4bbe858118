import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { testRuntime } from "#agent/fixtures/test-runtime.ts";
import { defaultRuntimeVersion } from "#agent/runtime-store/runtime-paths.ts";
import { kindOfSetting } from "#lib/domain/secrecy/credential-setting.ts";
import credentials from "#lib/domain/secrecy/openclaw-credentials.json" with { type: "json" };
import { listConfigSecrets } from "./config-secrets.ts";
import { withCredentials } from "./testing/with-credentials.ts";

const listed = "node_modules/openclaw/docs/reference/secretref-user-supplied-credentials-matrix.json";

test("every credential that the installed OpenClaw lists is known, masked and compared", async () => {
  const file = path.join(await testRuntime(), defaultRuntimeVersion, listed);
  const { entries } = JSON.parse(await readFile(file, "utf8")) as {
    entries: { configFile: string; path: string }[];
  };
  const settings = entries
    .filter(({ configFile }) => configFile === "openclaw.json")
    .map((entry) => entry.path);
  expect(settings.length).toBeGreaterThan(100);
  expect(settings.filter((setting) => !credentials.includes(setting))).toEqual([]);
  const { config, planted } = withCredentials(settings);
  for (const setting of planted.keys())
    expect([setting, kindOfSetting(setting.split("."))]).not.toEqual([setting, "plain"]);
  const found = new Map(
    listConfigSecrets(config).map(({ setting, source }) => [
      setting,
      source.kind === "plain" ? source.value : null,
    ]),
  );
  const unseen = [...planted]
    .filter(([setting, value]) => found.get(setting) !== value)
    .map(([setting]) => setting);
  // A certificate is shown to nobody, and is no secret that two tenants could have in common.
  expect(unseen.filter((setting) => !/\.tls\.(ca|cert)$/.test(setting))).toEqual([]);
});
