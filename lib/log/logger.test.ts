import { Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { createLogger } from "./logger.ts";

function lineOf(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = "";
  const stream = new Writable({
    write(part, _encoding, done) {
      text += part;
      done();
    },
  });
  write(createLogger("test", "info", stream));
  return text;
}

describe("createLogger", () => {
  it("says what went wrong without what hangs on the error", () => {
    const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED", password: "hunter2" });
    const error = Object.assign(new Error("lost the database", { cause }), {
      code: "57P01",
      client: { secretKey: 420_042, connectionParameters: { user: "bulkhead" } },
    });
    const line = lineOf((log) => log.warn({ err: error }, "job queue"));
    expect(JSON.parse(line)).toMatchObject({
      msg: "job queue",
      err: { type: "Error", code: "57P01", message: "lost the database: refused" },
    });
    expect(JSON.parse(line).err.stack).toContain("logger.test.ts");
    expect(line).not.toMatch(/420042|hunter2|connectionParameters/);
  });

  it("masks what is named like a secret", () => {
    const line = lineOf((log) => log.info({ token: "t0k", body: { password: "hunter2" } }, "asked"));
    expect(line).not.toMatch(/t0k|hunter2/);
  });
});
