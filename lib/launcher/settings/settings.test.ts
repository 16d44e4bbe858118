import { describe, expect, it } from "vitest";
import { LaunchError } from "#lib/launcher/terminal/launch-error.ts";
import { readSettings } from "./settings.ts";

const root = { uid: 0, homeDirectory: "/root" };
const person = { uid: 1000, homeDirectory: "/home/ada" };

describe("readSettings", () => {
  it.each([
    [{}, root, "/var/lib/bulkhead"],
    [{}, person, "/home/ada/.local/share/bulkhead"],
    [{ XDG_DATA_HOME: "/data" }, person, "/data/bulkhead"],
    [{ BULKHEAD_HOME: "/srv/bulkhead/" }, person, "/srv/bulkhead"],
    [{ BULKHEAD_HOME: "" }, root, "/var/lib/bulkhead"],
  ])("keeps an installation of %o where it belongs", (variables, user, home) => {
    expect(readSettings(variables, user).paths.home).toBe(home);
  });

  it("listens on this machine alone unless told otherwise", () => {
    expect(readSettings({}, root)).toMatchObject({
      port: 3000,
      bindAddress: "127.0.0.1",
      publicUrl: "http://localhost:3000",
      databaseUrl: null,
    });
    expect(readSettings({ BULKHEAD_BIND: "0.0.0.0", PORT: "8080" }, root)).toMatchObject({
      port: 8080,
      bindAddress: "0.0.0.0",
    });
  });

  it.each([
    { PORT: "http" },
    { PORT: "70000" },
    { DATABASE_URL: "mysql://x" },
    { BULKHEAD_HOME: "data" },
    { BULKHEAD_TRUSTED_PROXIES: "proxy.example.com" },
  ])("refuses %o and names the variable", (variables) => {
    const read = () => readSettings(variables, root);
    expect(read).toThrow(LaunchError);
    expect(read).toThrow(Object.keys(variables)[0]);
  });
});
