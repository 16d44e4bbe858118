import { expect, test } from "vitest";
import { kindOfSetting } from "./credential-setting.ts";
import credentials from "./openclaw-credentials.json" with { type: "json" };

const kindOf = (setting: string) => kindOfSetting(setting.split("."));

test("knows every setting that OpenClaw's list and hints have, by whatever names stand between", () => {
  for (const setting of credentials) {
    const path = setting.replaceAll("[]", ".0").replaceAll("*", "some-name");
    expect([setting, kindOf(path)]).not.toEqual([setting, "plain"]);
  }
});

test.each([
  ["gateway.auth.token", "secret"],
  ["gateway.auth.password", "secret"],
  ["channels.telegram.accounts.main.botToken", "secret"],
  ["channels.feishu.encryptKey", "secret"],
  ["channels.buzz.authTag", "secret"],
  ["channels.tlon.code", "secret"],
  ["channels.wecom.encodingAESKey", "secret"],
  ["channels.googlechat.serviceAccount.client_email", "secret"],
  ["channels.a2a.peers.0.outboundToken", "secret"],
  ["models.providers.p.request.auth.value", "secret"],
  ["models.providers.p.headers.X-Title", "bag"],
  ["mcp.servers.x.env.FOO", "bag"],
  ["env.vars.FOO", "bag"],
  ["plugins.entries.mine.config.masterKey", "secret"],
  ["plugins.entries.mine.config.db_password", "secret"],
  ["hooks.mappings.0.sessionKey", "private"],
  ["models.providers.p.request.tls.ca", "private"],
  ["gateway.auth.mode", "plain"],
  ["agents.defaults.maxTokens", "plain"],
  ["models.providers.token-plan.baseUrl", "plain"],
  ["skills.entries.1password.config.vault", "plain"],
  ["secrets.providers.bulkhead.path", "plain"],
  ["secrets.defaults.file", "plain"],
  ["channels.telegram.tokenFile", "plain"],
  ["channels.telegram.dmPolicy", "plain"],
  ["agents.entries.secret-keeper.workspace", "plain"],
  ["tools.exec.mode", "plain"],
])("%s is %s", (setting, kind) => {
  expect(kindOf(setting)).toBe(kind);
});
