import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { deviceSeconds, readDevice, writeDevice } from "./device-cookie.ts";

const secret = "a secret of this installation, long enough";
const now = Date.UTC(2026, 0, 1);
const userId = randomUUID();
const value = writeDevice(userId, null, secret, now);

it("names the browser and its account, and stays the same browser for it", () => {
  const device = readDevice(value, secret, now);
  expect(device?.userId).toBe(userId);
  expect(readDevice(writeDevice(userId, device, secret, now), secret, now)).toEqual(device);
  const other = readDevice(writeDevice(randomUUID(), device, secret, now), secret, now);
  expect(other?.deviceId).not.toBe(device?.deviceId);
});

it.each([
  ["another account", value.replace(userId, randomUUID())],
  ["another signature", `${value.slice(0, -2)}AA`],
  ["a later end", value.replace(/\.\d+\./, ".99999999999.")],
  ["none", ""],
  ["more behind it", `${value}.x`],
  ["another installation's", writeDevice(userId, null, `${secret}!`, now)],
])("takes a cookie with %s for no cookie", (_name, text) => {
  expect(readDevice(text, secret, now)).toBeNull();
});

it("is over in time", () => {
  expect(readDevice(value, secret, now + (deviceSeconds + 1) * 1000)).toBeNull();
});
