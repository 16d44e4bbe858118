import { describe, expect, it } from "vitest";
import { type Actor, authorize, type Role } from "./actor.ts";

const person = (role: Role, mustChangePassword = false): Actor => ({
  kind: "user",
  userId: "0a0f1e39-6a0c-4f5e-9c5e-3f8f4b8f9f10",
  name: "Ada",
  role,
  mustChangePassword,
});

describe("authorize", () => {
  it("keeps users to owners", () => {
    expect(() => authorize(person("owner"), "user.manage")).not.toThrow();
    expect(() => authorize(person("operator"), "user.manage")).toThrow(
      expect.objectContaining({ code: "FORBIDDEN" }),
    );
  });

  it("lets an account manager edit clients and start no Gateway", () => {
    expect(() => authorize(person("account_manager"), "client.update")).not.toThrow();
    expect(() => authorize(person("account_manager"), "gateway.start")).toThrow(
      expect.objectContaining({ code: "FORBIDDEN" }),
    );
  });

  it("refuses even an owner who still has a one-time password", () => {
    expect(() => authorize(person("owner", true), "client.read")).toThrow(
      expect.objectContaining({ code: "PASSWORD_CHANGE_REQUIRED" }),
    );
  });

  it("lets the first start make users and nothing else", () => {
    const setup: Actor = { kind: "setup", name: "First start" };
    expect(() => authorize(setup, "user.manage")).not.toThrow();
    expect(() => authorize(setup, "client.read")).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  });

  it("lets a job check hosts and never remove a Gateway", () => {
    const job: Actor = { kind: "job", name: "host-check" };
    expect(() => authorize(job, "host.check")).not.toThrow();
    expect(() => authorize(job, "gateway.remove")).toThrow(expect.objectContaining({ code: "FORBIDDEN" }));
  });
});
