import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askPerson } from "./ask-person.ts";

function ask(typed: string | null, signal = new AbortController().signal): Promise<boolean> {
  const input = new PassThrough();
  const answer = askPerson("Install? [Y/n] ", { input, output: new PassThrough() }, signal);
  if (typed === null) input.end();
  else input.write(typed);
  return answer;
}

describe("askPerson", () => {
  it.each(["\n", "y\n", "Y\n", " yes \n"])("takes %j for a yes", async (typed) => {
    expect(await ask(typed)).toBe(true);
  });

  it.each(["n\n", "no\n", "what?\n", null])("takes %j for a no", async (typed) => {
    expect(await ask(typed)).toBe(false);
  });

  it("ends with the launcher that is told to stop", async () => {
    const stopping = new AbortController();
    const input = new PassThrough();
    const answer = askPerson("?", { input, output: new PassThrough() }, stopping.signal);
    stopping.abort();
    await expect(answer).rejects.toThrow("abort");
  });
});
