import { expect, it } from "vitest";
import { requireSystemd } from "./require-systemd.ts";

it("takes root on a host that systemd has started, and nobody else", () => {
  expect(() => requireSystemd(0, "/")).not.toThrow();
  expect(() => requireSystemd(1000, "/")).toThrow("isn't root");
});

it("says what is missing where something else has started the host, and what works there", () => {
  expect(() => requireSystemd(0, "/no-such-place")).toThrow(
    expect.objectContaining({
      message: expect.stringContaining("there is no /no-such-place"),
      nextStep: expect.stringContaining("npm start"),
    }),
  );
});
