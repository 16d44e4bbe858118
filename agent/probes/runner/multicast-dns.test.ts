import { expect, test } from "vitest";
import { announcedPorts, encodeAnswer, encodeQuestion } from "./dns-message.ts";

const type = "_openclaw-gw._tcp.local";

test("reads the port of an announced service, and of no other type", () => {
  const answer = encodeAnswer(type, "acme (OpenClaw)", 22_960);
  expect(announcedPorts(answer, type)).toEqual([22_960]);
  expect(announcedPorts(answer, "_http._tcp.local")).toEqual([]);
});

test("reads names that point to earlier ones", () => {
  const question = encodeQuestion(type);
  // One question, one service record whose name is "a" and the question's.
  question.writeUInt16BE(1, 10);
  const record = Buffer.from([1, 97, 0xc0, 12, 0, 33, 0, 1, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0x59, 0xb0, 0]);
  expect(announcedPorts(Buffer.concat([question, record]), type)).toEqual([0x59b0]);
});

test("takes what makes no sense for silence", () => {
  const circle = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]), Buffer.from([0xc0, 12])]);
  for (const message of [Buffer.alloc(0), Buffer.alloc(12, 0xff), circle]) {
    expect(announcedPorts(message, type)).toEqual([]);
  }
});
