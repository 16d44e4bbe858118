import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash.ts";

describe("password hash", () => {
  it("accepts the password it was made from and no other", async () => {
    const hash = await hashPassword("correct horse battery");
    expect(await verifyPassword("correct horse battery", hash)).toBe(true);
    expect(await verifyPassword("correct horse batterz", hash)).toBe(false);
    expect(await verifyPassword("", hash)).toBe(false);
  });

  it("names the algorithm and a cost of at least 19 MiB and 2 passes", async () => {
    expect(await hashPassword("x")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it("salts, so that equal passwords have different hashes", async () => {
    expect(await hashPassword("same")).not.toBe(await hashPassword("same"));
  });

  it("accepts a letter in any of its encodings", async () => {
    expect(await verifyPassword("cafe\u0301", await hashPassword("caf\u00e9"))).toBe(true);
  });

  it("accepts a hash that was made with another cost", async () => {
    // From the argon2 reference implementation: password "password", salt "somesalt".
    const hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await verifyPassword("password", hash)).toBe(true);
  });

  it("refuses every password of an unknown account", async () => {
    expect(await verifyPassword("anything", null)).toBe(false);
  });

  it("fails loudly on a hash it doesn't know", async () => {
    await expect(verifyPassword("x", "$2b$10$abc")).rejects.toThrow(/argon2id/);
  });
});
