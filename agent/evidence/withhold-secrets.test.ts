import { expect, test } from "vitest";
import { createWithholding } from "./withhold-secrets.ts";

const key = Buffer.alloc(32, 7);
const secret = "Kf83jsLq02mXbT";
const withhold = createWithholding(key, [secret, "telegram", "default"], ["sk-marketing-agency-berlin"]);

test("a secret that is known or has a form of its own gives way to its fingerprint, equal ones to equal ones", () => {
  const seen = withhold({
    reason: `"${secret}" is no policy.`,
    list: [`/srv/${secret}`, "sk-ant-api03-0123456789abcdef"],
  });
  expect(JSON.stringify(seen)).not.toMatch(/Kf83|sk-ant/);
  const [, print] = /\[secret ([0-9a-f]{8})…\]/.exec(seen.reason) ?? [];
  expect(seen.list[0]).toBe(`/srv/[secret ${print}…]`);
});

test("everything else stays what it is: names of channels, tenants and places, and what only names a secret", () => {
  const plain = {
    how: "channels.telegram.botToken of account default",
    path: "/srv/tenants/sk-marketing-agency-berlin/secrets/secrets.json",
    token: "gateway.auth.token: file",
    print: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    count: 3,
    none: null,
  };
  expect(withhold(plain)).toBe(plain);
});
