import { describe, expect, it } from "vitest";
import { ServiceError } from "#lib/services/service-error.ts";
import { runAction } from "./action-result.ts";

const failing = (error: unknown) =>
  runAction(() => {
    throw error;
  });

describe("runAction", () => {
  it("answers the value", async () => {
    expect(await runAction(async () => 7)).toEqual({ ok: true, value: 7 });
  });

  it("passes on what a service says", async () => {
    const fields = { name: "This name is taken." };
    expect(await failing(new ServiceError("CONFLICT", "Taken.", { nextStep: "Rename.", fields }))).toEqual({
      ok: false,
      error: { code: "CONFLICT", message: "Taken.", nextStep: "Rename.", fields },
    });
  });

  it("gives an id, and nothing internal, for an error that no service meant", async () => {
    const result = await failing(new Error("password=hunter2 at /srv/secret"));
    expect(result).toMatchObject({ ok: false, error: { code: "INTERNAL" } });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|srv/);
    expect(JSON.stringify(result)).toMatch(/recorded under [0-9a-f-]{36}/);
  });

  it("says when the database is out of reach", async () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    expect(await failing(new Error("query failed", { cause: refused }))).toMatchObject({
      error: { code: "INTERNAL", message: "The database doesn't answer right now." },
    });
  });

  it("lets a redirect through to Next", async () => {
    const redirect = Object.assign(new Error("NEXT_REDIRECT"), {
      digest: "NEXT_REDIRECT;replace;/sign-in;307;",
    });
    await expect(failing(redirect)).rejects.toBe(redirect);
  });
});
