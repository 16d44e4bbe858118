import { describe, expect, it } from "vitest";
import { clientAddress, plainAddress, readTrustedProxies } from "./client-address.ts";

const none = readTrustedProxies("");
const proxies = readTrustedProxies("127.0.0.1, 10.1.0.0/16 fd00::/8");

describe("the address that a request comes from", () => {
  it.each([
    ["198.51.100.9", undefined],
    ["198.51.100.9", "203.0.113.7"],
    ["198.51.100.9", "127.0.0.1"],
    ["::ffff:198.51.100.9", "203.0.113.7, 127.0.0.1"],
  ])("is the connection's own while no proxy is trusted: %s with %s", (peer, forwarded) => {
    expect(clientAddress(peer, forwarded, none)).toBe("198.51.100.9");
    expect(clientAddress(peer, forwarded, proxies)).toBe("198.51.100.9");
  });

  it.each([
    ["127.0.0.1", "203.0.113.7", "203.0.113.7"],
    ["127.0.0.1", "192.0.2.1, 203.0.113.7", "203.0.113.7"],
    ["127.0.0.1", "192.0.2.1, 203.0.113.7, 10.1.2.3", "203.0.113.7"],
    ["::ffff:127.0.0.1", "::ffff:203.0.113.7", "203.0.113.7"],
    ["fd12::1", "[2001:DB8::7]:4711", "2001:db8::7"],
    ["10.1.2.3", "203.0.113.7:4711", "203.0.113.7"],
    ["127.0.0.1", undefined, "127.0.0.1"],
    ["127.0.0.1", "203.0.113.7, unknown", "127.0.0.1"],
    ["127.0.0.1", "203.0.113.7, _hidden, 10.1.2.3", "10.1.2.3"],
    ["127.0.0.1", "10.1.0.1, 10.1.0.2", "10.1.0.1"],
  ])("is the last hop that no trusted proxy is: %s with %s", (peer, forwarded, address) => {
    expect(clientAddress(peer, forwarded, proxies)).toBe(address);
  });

  it("isn't known without a connection", () => {
    expect(clientAddress(undefined, "203.0.113.7", proxies)).toBeNull();
  });
});

it.each(["10.0.0.0/33", "10.0.0.0/", "::/129", "0.0.0.0/0", "proxy.example.com", "10.0.0.1/8/8", "1.2.3"])(
  "refuses %s as a proxy",
  (text) => expect(() => readTrustedProxies(`127.0.0.1,${text}`)).toThrow(`"${text}"`),
);

it("writes an address in one way", () => {
  expect(plainAddress("::FFFF:127.0.0.1")).toBe("127.0.0.1");
  expect(plainAddress("2001:DB8:0:0::1%eth0")).toBe("2001:db8::1");
  expect(plainAddress("localhost")).toBeNull();
});
