import { expect, it } from "vitest";
import { findSettingProblem, isSecretOf, settingFormOf } from "./setting-form.ts";

it("takes no credential of a channel that OpenClaw doesn't describe as a setting", () => {
  expect(settingFormOf("wecom", "corpId")).toBe("text");
  for (const [kind, key] of [
    ["wecom", "encodingAESKey"],
    ["synology-chat", "incomingUrl"],
    ["yuanbao", "clientSecret"],
  ] as const) {
    expect([key, settingFormOf(kind, key)]).toEqual([key, null]);
    expect(isSecretOf(kind, key)).toBe(true);
  }
});

it("takes no setting with a secret in it", () => {
  expect(findSettingProblem("matrix", "homeserver", "https://matrix.example.org")).toBeNull();
  expect(findSettingProblem("matrix", "homeserver", "https://me:opensesame@matrix.example.org")).toMatch(
    /as secrets/,
  );
  expect(findSettingProblem("wecom", "note", "https://wecom.example.org?key=opensesame")).toMatch(
    /as secrets/,
  );
});
