import { expect, test } from "vitest";
import { parseUnixSockets } from "./list-unix-sockets.ts";

test("reads socket files and abstract names that take connections, and leaves the rest", () => {
  const text = `Num       RefCount Protocol Flags    Type St Inode Path
000000001: 00000002 00000000 00010000 0001 01 101 /run/relay.sock
000000002: 00000002 00000000 00010000 0001 01   102 @name of somebody
000000003: 00000003 00000000 00000000 0001 03 103 /run/connected.sock
000000004: 00000002 00000000 00000000 0002 01 104 /run/datagrams.sock
000000005: 00000002 00000000 00010000 0001 01 105
nonsense
`;
  expect(parseUnixSockets(text)).toEqual([
    { path: "/run/relay.sock", inode: 101 },
    { path: "\0name of somebody", inode: 102 },
  ]);
});
