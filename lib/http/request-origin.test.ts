import { describe, expect, it } from "vitest";
import { refusalOf } from "./request-origin.ts";

const local = { publicUrl: "http://localhost:3000", port: 3000, bindAddress: "127.0.0.1" };
const published = { publicUrl: "https://panel.example.com", port: 3000, bindAddress: "127.0.0.1" };
const elsewhere = { ...published, bindAddress: "192.0.2.4" };

function ask(place: typeof local, headers: Record<string, string>, method = "GET"): number | null {
  return refusalOf({ method, headers: new Headers(headers) }, place)?.status ?? null;
}

describe("the host that is asked for", () => {
  it.each([
    [local, { host: "localhost:3000" }],
    [local, { host: "LOCALHOST:3000" }],
    [local, { host: "127.0.0.1:3000" }],
    [local, { host: "[::1]:3000" }],
    [{ ...local, bindAddress: "0.0.0.0" }, { host: "localhost:3000" }],
    [published, { host: "panel.example.com" }],
    [published, { host: "panel.example.com:443" }],
    [published, { host: "127.0.0.1:3000", "x-forwarded-host": "panel.example.com" }],
    [{ ...local, publicUrl: "http://panel.example.com" }, { host: "panel.example.com:80" }],
  ])("is answered: %o, %o", (place, headers) => expect(ask(place, headers)).toBeNull());

  it.each([
    [local, {}],
    [local, { host: "" }],
    [local, { host: "attacker.example:3000" }],
    [local, { host: "localhost" }],
    [local, { host: "localhost:3001" }],
    [local, { host: "localhost.:3000" }],
    [local, { host: "localhost:3000.attacker.example" }],
    [local, { host: "attacker.example@localhost:3000" }],
    [local, { host: "localhost:3000/x" }],
    [local, { host: "127.1:3000x" }],
    [local, { host: "192.0.2.4:3000" }],
    [local, { host: "localhost:3000", "x-forwarded-host": "attacker.example" }],
    [local, { host: "localhost:3000", "x-forwarded-host": "localhost:3000, attacker.example" }],
    [local, { host: "localhost:3000", "x-forwarded-host": "" }],
    [published, { host: "panel.example.com:3000" }],
    [published, { host: "panel.example.com.attacker.example" }],
    [elsewhere, { host: "localhost:3000" }],
  ])("is refused: %o, %o", (place, headers: Record<string, string>) => expect(ask(place, headers)).toBe(421));

  it("is told the address that would be answered, and how to change it", () => {
    const refusal = refusalOf({ method: "GET", headers: new Headers({ host: "a.example" }) }, published);
    expect(refusal?.message).toContain("Open https://panel.example.com.");
    expect(refusal?.message).toContain("set BULKHEAD_URL");
    expect(refusal?.message).not.toContain("a.example");
  });
});

describe("what changes something", () => {
  const host = { host: "localhost:3000" };
  it.each([
    { origin: "http://localhost:3000", "sec-fetch-site": "same-origin" },
    { origin: "http://127.0.0.1:3000" },
    {},
  ])("is done for %o", (headers) => expect(ask(local, { ...host, ...headers }, "POST")).toBeNull());

  it.each([
    { origin: "http://attacker.example" },
    { origin: "http://localhost:8080" },
    { origin: "https://localhost:3000" },
    { origin: "null" },
    { origin: "" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { origin: "http://localhost:3000", "sec-fetch-site": "cross-site" },
  ])("isn't for %o", (headers: Record<string, string>) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "QUERY"]) {
      expect(ask(local, { ...host, ...headers }, method)).toBe(403);
    }
    expect(ask(local, { ...host, ...headers })).toBeNull();
  });
});
