import { expect, test } from "vitest";
import { parseHostAddresses } from "./host-addresses.ts";
import { canonicalAddress, parseResolvers } from "./refusals.ts";

test("knows the resolvers that a network may ask: without zone, once, and never a loopback", () => {
  const text = `
# nameserver 192.0.2.1
nameserver 169.254.169.253
nameserver 127.0.0.53
nameserver fe80::1%eth0
nameserver 2001:0DB8::53
nameserver 2001:db8::53
nameserver ::1
nameserver not-an-address
options edns0`;
  expect(parseResolvers(text)).toEqual(["169.254.169.253", "2001:db8::53", "fe80::1"]);
});

test.each([
  ["2001:0DB8:0:0::1", "2001:db8::1"],
  ["::ffff:0.0.0.0", "::ffff:0:0"],
  ["192.0.2.1", "192.0.2.1"],
  ["example.com", null],
  ["", null],
])("spells %j as %j", (address, expected) => {
  expect(canonicalAddress(address)).toBe(expected);
});

test("knows every address of the host but its loopback's and the link-local ones", () => {
  const entry = (...locals: string[]) => ({ addr_info: locals.map((local) => ({ local, scope: "global" })) });
  const text = JSON.stringify([
    entry("127.0.0.1", "203.0.113.9", "::1"),
    entry("192.0.2.2", "fd00::2", "fe80::fc"),
    entry("169.254.7.7"),
    { ifname: "down0" },
  ]);
  expect(parseHostAddresses(text)).toEqual(["192.0.2.2", "203.0.113.9", "fd00::2"]);
  expect(parseHostAddresses("no list")).toBeNull();
});
