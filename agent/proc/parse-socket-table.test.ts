import { expect, test } from "vitest";
import { parseConnections, parseDatagramTable, parseSocketTable } from "./parse-socket-table.ts";

const head =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const row = (local: string, state: string) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1003        0 48213 1 0 100 0 0 10 0`;

test("reads port, address, owner and inode of a listening socket", () => {
  expect(parseSocketTable(`${head}\n${row("0100007F:4B00", "0A")}\n`, 4)).toEqual([
    { port: 19200, address: "127.0.0.1", family: 4, uid: 1003, inode: 48213 },
  ]);
});

test("leaves out sockets that do not listen and lines that make no sense", () => {
  expect(parseSocketTable(`${head}\n${row("0100007F:4B00", "01")}\ngarbage\n`, 4)).toEqual([]);
});

test.each([
  ["00000000000000000000000001000000", "::1"],
  ["00000000000000000000000000000000", "::"],
  ["0000000000000000FFFF00000100007F", "::ffff:7f00:1"],
  ["B80D0120000000000000000001000000", "2001:db8::1"],
  ["000080FE00000000FF005450B6AD1DFE", "fe80::5054:ff:fe1d:adb6"],
])("writes the IPv6 address %s as %s", (hex, address) => {
  expect(parseSocketTable(`${head}\n${row(`${hex}:4B00`, "0A")}`, 6)[0]?.address).toBe(address);
});

test("a connection that was closed counts once, by whichever end", () => {
  const ends = (local: string, remote: string, state: string) =>
    `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  1003        0 48213 1 0`;
  const [server, client, other] = ["0100007F:4B00", "0100007F:9C40", "0100007F:9C41"];
  const text = [
    head,
    ends(server, "00000000:0000", "0A"),
    ends(server, client, "01"),
    ends(client, server, "01"),
    ends(other, server, "06"),
  ].join("\n");
  expect([...parseConnections(text, 19200)]).toEqual([
    [`${server} ${client}`, true],
    [`${server} ${other}`, false],
  ]);
});

test("a UDP socket that is tied to one other end takes nobody else's datagrams", () => {
  const rows = [head, row("0100007F:0045", "07"), row("0100007F:9C40", "01")].join("\n");
  expect(parseDatagramTable(rows, 4).map(({ port }) => port)).toEqual([69]);
});
