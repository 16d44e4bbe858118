import { expect, it } from "vitest";
import { rememberedVariables } from "./service-record.ts";

it("remembers settings, and nothing else of whoever installs", () => {
  const given = {
    PORT: "8080",
    BULKHEAD_URL: "https://bulkhead.example.com",
    DATABASE_URL: "postgresql://me@db/bulkhead",
    https_proxy: "http://proxy:3128",
    BULKHEAD_HOME: "/srv/bulkhead",
    PATH: "/usr/bin",
    AWS_SECRET_ACCESS_KEY: "of-the-shell",
    BULKHEAD_BIND: "",
    TZ: undefined,
  };
  expect(Object.keys(rememberedVariables(given))).toEqual([
    "PORT",
    "BULKHEAD_URL",
    "DATABASE_URL",
    "https_proxy",
  ]);
});
