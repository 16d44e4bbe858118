import { expect, test } from "vitest";
import {
  bareSecret,
  findSecrets,
  hasSecretForm,
  isSecretOption,
  secretOfOption,
  variableIn,
} from "./find-secrets.ts";

test.each([
  ["postgres://agency:hunter2@db.example.test/x", ["hunter2"]],
  ["postgres://agency:p%40ss%23word@db.example.test/x", ["p@ss#word"]],
  ["socks5://agency:proxypass99@10.0.0.9:1080", ["proxypass99"]],
  ["redis://:hunter2@cache.example.test", ["hunter2"]],
  ["https://ghp_0123456789abcdefghij0123456789@github.com/x.git", ["ghp_0123456789abcdefghij0123456789"]],
  ["https://mcp.example.test/sse?api_key=0123456789abcdef", ["0123456789abcdef"]],
  ["https://mcp.example.test/sse?x-api-key=short", ["short"]],
  ["wss://browser.example.test?token=a1&timeout=5", ["a1"]],
  ["https://nas.example.test/entry.cgi?api=x&token=%22abcdef%22", ["abcdef"]],
  ["https://app.example.test/#access_token=abcdefgh", ["abcdefgh"]],
  ["https://hooks.slack.com/services/T0/B0/abcdefgh", ["T0/B0/abcdefgh"]],
  [
    "https://api.telegram.org/bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456/x",
    ["123456789:AAabcdefghijklmnopqrstuvwxyz0123456"],
  ],
  ["Authorization: Bearer opensesame", ["opensesame"]],
  ["X-Api-Key: opensesame", ["opensesame"]],
  ["--api-key=opensesame", ["opensesame"]],
  ["API_TOKEN='open sesame'", ["open sesame"]],
  ["npx crm-mcp --api-key opensesame --port 8080", ["opensesame"]],
  ["CRM_TOKEN=opensesame npx crm-mcp", ["opensesame"]],
  ["curl -u agency:opensesame https://x.test", ["opensesame"]],
  ["Server=db.test;User=me;Password=open;", ["open"]],
  ["use sk-abcdefghijklmnop0123 here", ["sk-abcdefghijklmnop0123"]],
  ['{"type":"service_account","private_key":"opensesame"}', ["opensesame"]],
  ["-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", ["-----BEGIN PRIVATE KEY-----\nMIIB"]],
])("finds the secrets of %s", (text, secrets) => {
  expect(findSecrets(text)).toEqual(secrets);
  expect(hasSecretForm(text)).toBe(true);
});

test.each([
  "https://example.test/docs?page=2&lang=de",
  "http://127.0.0.1:11434/v1",
  "https://me@example.test",
  "git@github.com:acme/site.git",
  "Accept: application/json",
  "--port=8080",
  "--token-limit=4096",
  "a list of tokens: the first, the second",
  `Authorization: Bearer $${"{TOKEN}"}`,
  `https://mcp.example.test/sse?api_key=$${"{KEY}"}`,
  "mailto:someone@example.test",
  "/srv/agency/secret-plans/report.pdf",
  "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
])("finds none in %s", (text) => {
  expect(findSecrets(text)).toEqual([]);
});

test("a secret is told without the word before it, and a variable by its name", () => {
  expect(bareSecret(" Bearer opensesame ")).toBe("opensesame");
  expect(bareSecret("two words")).toBe("two words");
  expect(
    [`$${"{TOKEN}"}`, "$TOKEN", `Bearer $${"{TOKEN}"}`, "$token", "TOKEN", "$TOKEN$"].map(variableIn),
  ).toEqual(["TOKEN", "TOKEN", "TOKEN", null, null, null]);
});

test("knows options that a secret follows", () => {
  expect(["--api-key", "--token", "-password", "--client-secret"].every(isSecretOption)).toBe(true);
  expect(["--password-store", "--secret-service", "--cookies-from-browser"].some(isSecretOption)).toBe(false);
  expect(["--header", "--max-tokens", "--token-file", "token", "--y"].some(isSecretOption)).toBe(false);
});

test.each([
  ["--api-key", "opensesame", "opensesame"],
  ["--key", "opensesame", "opensesame"],
  ["--key", "/etc/ssl/key.pem", null],
  ["-u", "agency:opensesame", "opensesame"],
  ["--user", "agency", null],
  ["--auth", "oauth", null],
  ["--auth", "Kf83jsLq02mXbT", "Kf83jsLq02mXbT"],
  ["--token", "--verbose", null],
  ["--port", "8080", null],
  [undefined, "opensesame", null],
])("after %s the argument %s has the secret %s", (option, argument, secret) => {
  expect(secretOfOption(option, argument)).toBe(secret);
});

test("a text that was made to be slow is looked at in no time", () => {
  const texts = ["a://", "a=", "a:", "?token=", "-----BEGIN ", "Bearer "].map((part) => part.repeat(50_000));
  const start = performance.now();
  for (const text of texts) findSecrets(text);
  for (const text of texts) findSecrets(text.slice(0, 19_000));
  expect(performance.now() - start).toBeLessThan(5_000);
});

test.each([
  "--password-store=basic",
  "--enable-features=PasswordImport",
  "--save-password=true",
  "--keychain=login",
])("finds nothing in what a browser is started with: %s", (argument) => {
  expect(findSecrets(argument)).toEqual([]);
});

test("finds the key of a connection string, and nothing in what only looks like one", () => {
  const key = "Zx9kQ2mLp0Zx9kQ2mLp0==";
  const texts = [
    `AccountKey=${key};EndpointSuffix=core.windows.net`,
    `Protocol=https;AccountName=a;AccountKey=${key}`,
  ];
  for (const text of texts) expect(findSecrets(text)).toEqual([key]);
  expect(findSecrets("Server=db;Port=5432;Max Tokens=5")).toEqual([]);
  expect(secretOfOption("--proxy-user", "me:Zx9kQ2mL")).toBe("Zx9kQ2mL");
  expect(secretOfOption("--proxy-user", "me")).toBeNull();
});
