import { readFile } from "node:fs/promises";
import { PrismaPg } from "@prisma/adapter-pg";
import { describe, expect, it } from "vitest";
import { db } from "#lib/db/db.ts";
import { PrismaClient } from "#lib/db/generated/client.ts";
import { isDatabaseUnreachable } from "./database-unreachable.ts";

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail("The database answered."),
    (error: unknown) => error,
  );

describe("isDatabaseUnreachable", () => {
  it("knows a server that isn't there", async () => {
    // Port 1 needs root to listen on, and nothing does.
    const connectionString = "postgresql://app@127.0.0.1:1/app";
    const absent = new PrismaClient({ adapter: new PrismaPg({ connectionString }) });
    expect(isDatabaseUnreachable(await errorOf(absent.user.count()))).toBe(true);
    expect(isDatabaseUnreachable(await errorOf(absent.$transaction((tx) => tx.user.count())))).toBe(true);
  });

  it("knows a socket that isn't there, and takes no other missing file for it", async () => {
    const connectionString = "postgresql://app@localhost/app?host=/nonexistent";
    const absent = new PrismaClient({ adapter: new PrismaPg({ connectionString }) });
    expect(isDatabaseUnreachable(await errorOf(absent.user.count()))).toBe(true);
    expect(isDatabaseUnreachable(await errorOf(readFile("/nonexistent/key")))).toBe(false);
  });

  it("knows a connection that the server ends in the middle of a query", async () => {
    const ended = errorOf(db.$queryRaw`SELECT 1 FROM pg_terminate_backend(pg_backend_pid())`);
    expect(isDatabaseUnreachable(await ended)).toBe(true);
  });

  it("doesn't blame the connection for what a query did wrong", async () => {
    expect(isDatabaseUnreachable(await errorOf(db.$queryRaw`SELECT nonsense`))).toBe(false);
    expect(isDatabaseUnreachable(new Error("something else"))).toBe(false);
    expect(isDatabaseUnreachable("text")).toBe(false);
  });
});
