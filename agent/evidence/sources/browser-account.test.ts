import { expect, test } from "vitest";
import { browserAccount, toldEndpoint } from "./browser-account.ts";
import type { TenantView } from "./tenant-view.ts";

const view = { context: { fingerprintKey: Buffer.alloc(32, 7) } } as Pick<TenantView, "context">;
const accountOf = (address: string, ...endpoints: string[]) =>
  browserAccount(
    view,
    address,
    endpoints.length > 0 ? endpoints : ["browser.example.com:443", "203.0.113.9:443"],
  );

test.each([
  ["wss://browser.example.com?token=one", "wss://browser.example.com?token=two"],
  ["wss://me:one@browser.example.com", "wss://me:two@browser.example.com"],
  ["wss://browser.example.com?apiKey=one&timeout=5", "wss://browser.example.com?apiKey=two&timeout=5"],
  ["wss://browser.example.com/Kf83jsLq02mXbT/chrome", "wss://browser.example.com/Lf83jsLq02mXbT/chrome"],
])("%s is another account than %s", (one, other) => {
  expect(accountOf(one)).toMatch(/^[0-9a-f]{64}$/);
  expect(accountOf(one)).not.toBe(accountOf(other));
});

test("one account is one, however else its address differs", () => {
  expect(accountOf("wss://browser.example.com?token=one&timeout=5")).toBe(
    accountOf("wss://browser.example.com/?stealth=1&token=one"),
  );
});

test("an address without an account names none", () => {
  expect(accountOf("wss://browser.example.com/devtools")).toBeNull();
  expect(accountOf(`wss://browser.example.com?token=$${"{TOKEN}"}`)).toBeNull();
});

test.each([
  ["127.0.0.1:9222"],
  ["10.0.0.9:3000"],
  ["192.168.1.5:3000"],
  ["172.20.0.2:3000"],
  ["[fd00::1]:3000"],
  ["browserless:3000"],
  ["browser.internal:3000"],
  ["browser.example.com:443", "10.0.0.9:443"],
])("at %s a token opens no browser of its own", (...endpoints) => {
  expect(accountOf("wss://browser.example.com?token=one", ...endpoints)).toBeNull();
});

test.each([
  ["wss://browser.example.com?token=one", "browser.example.com:443", true],
  ["browser.lan:9222", "browser.lan:9222", true],
  ["10.0.0.9", "10.0.0.9:80", true],
  ["opensesame", "opensesame:80", false],
])("the address %s is told as %s: %s", (address, endpoint, isTold) => {
  expect(toldEndpoint(view, address, endpoint) === endpoint).toBe(isTold);
});
