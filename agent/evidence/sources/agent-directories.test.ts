import { expect, test } from "vitest";
import { resolveUserPath } from "#agent/files/resolve-user-path.ts";
import { listWorkspaces } from "./agent-directories.ts";

const surroundings = { env: { HOME: "/t/home" }, workingDirectory: "/t/start" };
const workspaces = (agents: object) =>
  listWorkspaces({ agents }, surroundings, "/t/state").map(({ path }) => path);

test.each([
  ["nothing configured", {}, ["/t/state/workspace"]],
  ["a default", { defaults: { workspace: "/t/w" } }, ["/t/w"]],
  ["a home-relative default", { defaults: { workspace: "~/w" } }, ["/t/home/w"]],
  ["a relative default", { defaults: { workspace: "w" } }, ["/t/start/w"]],
  ["an agent of its own", { entries: { a: { workspace: "/t/a" } } }, ["/t/a"]],
  ["agents below a default", { defaults: { workspace: "/t/w" }, entries: { a: {}, b: {} } }, ["/t/w"]],
  ["an agent without any", { entries: { a: {} } }, ["/t/state/workspace", "/t/state/workspace-a"]],
  ["the old list", { list: [{ id: "a", workspace: "/t/a" }] }, ["/t/a"]],
  ["a working directory", { defaults: { workspace: "/t/w", cwd: "/srv" } }, ["/t/w", "/srv"]],
])("finds every workspace: %s", (_, agents, expected) => {
  expect(workspaces(agents)).toEqual(expected);
});

test("resolves paths as OpenClaw does", () => {
  expect(resolveUserPath("~", surroundings)).toBe("/t/home");
  expect(resolveUserPath("../up", surroundings)).toBe("/t/up");
  expect(resolveUserPath("~other/x", surroundings)).toBe("/t/start/~other/x");
});
