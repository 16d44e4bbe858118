import { expect, test } from "vitest";
import { hostView } from "./private-view.ts";

const upstream = "/run/systemd/resolve/resolv.conf";
/** What stands before a destination among the arguments. */
const sourcesOf = (args: readonly string[], destination: string) =>
  args.flatMap((part, index) =>
    part === destination && args[index - 1] !== destination ? [args[index - 1]] : [],
  );

test("puts other resolvers in the place of the host's own, and those alone", () => {
  expect(sourcesOf(hostView(upstream), "/etc/resolv.conf")).toEqual([upstream]);
  expect(sourcesOf(hostView(), "/etc/resolv.conf")).not.toContain(upstream);
});
