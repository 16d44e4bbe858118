import { expect, test } from "vitest";
import { parseReceived, parseSegments } from "./received-bytes.ts";

test("tells what came in on each connection, and zero of one on which nothing did", () => {
  const text = [
    "ESTAB 0 0 127.0.0.1:19200 127.0.0.1:40000 cubic wscale:7,7 rto:204 bytes_sent:9 bytes_acked:9 bytes_received:512 segs_out:3",
    "ESTAB 0 0 [::1]:19201 [::1]:40001 cubic rto:204 segs_out:1",
    "",
  ].join("\n");
  expect([...parseReceived(text)]).toEqual([
    [19200, new Map([["127.0.0.1:19200 127.0.0.1:40000", 512]])],
    [19201, new Map([["[::1]:19201 [::1]:40001", 0]])],
  ]);
});

test("counts the segments that came in, and knows when it can't", () => {
  const text = "Ip: Forwarding\nIp: 1\nTcp: RtoMin MaxConn InSegs OutSegs\nTcp: 200 -1 77 78\n";
  expect(parseSegments(text)).toBe(77);
  expect(parseSegments("")).toBeNull();
});
