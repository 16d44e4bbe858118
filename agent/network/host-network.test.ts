import { expect, test } from "vitest";
import { hasDefaultRoute4, hasDefaultRoute6, namesOthers } from "./host-network.ts";

const head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT";
const route4 = (destination: string, mask: string) =>
  `${head}\neth0\t${destination}\t010200C0\t0003\t0\t0\t0\t${mask}\t0\t0\t0\n`;
const zeros = "0".repeat(32);
const route6 = (destination: string, length: string, name: string) =>
  `${destination} ${length} ${zeros} 00 fd000000000000000000000000000001 00000400 00000001 00000000 00000003 ${name}\n`;

test("knows a default route, and not a network's or half the world's for one", () => {
  expect(hasDefaultRoute4(route4("00000000", "00000000"))).toBe(true);
  expect(hasDefaultRoute4(route4("000200C0", "00FFFFFF"))).toBe(false);
  expect(hasDefaultRoute4(route4("00000000", "00000080"))).toBe(false);
  expect(hasDefaultRoute4("")).toBe(false);
});

test("knows an IPv6 default route, and not the one by which the kernel refuses everything", () => {
  expect(hasDefaultRoute6(route6(zeros, "00", "    eth0"))).toBe(true);
  expect(hasDefaultRoute6(route6(zeros, "00", "      lo"))).toBe(false);
  expect(hasDefaultRoute6(route6(`fd${"0".repeat(30)}`, "40", "    eth0"))).toBe(false);
});

test.each([
  ["nameserver 192.0.2.53\n", true],
  ["# nameserver 192.0.2.53\nnameserver 127.0.0.53\noptions edns0\n", false],
  ["nameserver 127.0.0.53\nnameserver 2001:db8::53\n", true],
  ["nameserver ::1\n", false],
  ["search example.com\n", false],
])("tells whether names can be resolved without this host: %j", (text, expected) => {
  expect(namesOthers(text)).toBe(expected);
});
