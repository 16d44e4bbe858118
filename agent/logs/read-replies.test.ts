import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { type Reply, readReplies } from "./read-replies.ts";

const limits = { silenceMs: 60_000, maxBytes: 1_000_000 };

async function read(chunks: (string | Buffer)[], change: Partial<typeof limits> = {}): Promise<Reply[]> {
  const replies: Reply[] = [];
  const output = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  for await (const reply of readReplies(output, { ...limits, ...change }, (reason) => new Error(reason))) {
    if (reply.kind !== "pause") replies.push(reply);
  }
  return replies;
}

test("puts answers together however they are cut", async () => {
  const bytes = Buffer.from('L"tw\u00f6"\nE\nL"last"\n');
  const expected = [{ kind: "line", text: "tw\u00f6" }, { kind: "done" }, { kind: "line", text: "last" }];
  expect(await read([bytes])).toEqual(expected);
  expect(await read([...bytes].map((byte) => Buffer.from([byte])))).toEqual(expected);
});

test("cleans and cuts what the tenant may have written in the reader's place", async () => {
  const line = JSON.stringify(`\u001b[2J\u0000\u202e${"x".repeat(20_000)}`);
  expect(await read([`L${line}\n`])).toEqual([{ kind: "line", text: "x".repeat(4001) }]);
});

test.each([
  ["no answer", ["hello\n"], /no answer/],
  ["an empty line", ["\n"], /no answer/],
  ["a line that is no text", ["L{}\n"], /no answer/],
  ["a line that is no JSON", ['L"x\n'], /no answer/],
  ["deep JSON", [`L${"[".repeat(30_000)}\n`], /no answer/],
  ["a line too long", [`L"${"x".repeat(70_000)}`], /too long/],
  ["a whole line too long", [`L"${"x".repeat(70_000)}"\n`], /no answer/],
  ["too much", Array.from({ length: 30 }, () => `L"${"x".repeat(60_000)}"\n`), /too much/],
])("ends at %s", async (_what, chunks, reason) => {
  await expect(read(chunks)).rejects.toThrow(reason);
});

test("ends when nothing comes", async () => {
  const silent = new Readable({ read: () => undefined });
  const replies = readReplies(silent, { ...limits, silenceMs: 1 }, (reason) => new Error(reason));
  await expect(replies.next()).rejects.toThrow(/did not answer/);
});
