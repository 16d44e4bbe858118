import { expect, test } from "vitest";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { forwarderArguments, forwarderCommand, optionsOf } from "./forwarder-command.ts";

const slug = slugSchema.parse("acme");
const after = (args: readonly string[], option: string) => args[args.indexOf(option) + 1];

test("forwards the one port inward, and of the host nothing but what is named", () => {
  const args = forwarderArguments({ slug, inward: 19_200, outward: [8080, 11_434] }, []);
  expect(after(args, "-t")).toBe("127.0.0.1/19200");
  expect(after(args, "-T")).toBe("8080,11434");
  expect(after(args, "--netns")).toBe("/run/netns/bulkhead-acme");
});

test("says none by name, because what is left out would be forwarded by itself", () => {
  const args = forwarderArguments({ slug, inward: null, outward: [] }, []);
  for (const option of ["-t", "-u", "-T", "-U"]) expect(after(args, option)).toBe("none");
  // The gateway's address would otherwise lead to the host's own loopback.
  expect(args).toContain("--no-map-gw");
});

const tools = { forwarder: "/usr/bin/pasta", forwarderOptions: [] };
const owner = { uid: 20_001, gid: 20_002 };
const nothing = { slug, inward: null, outward: [] };

test("runs as the tenant's user with two capabilities and without any way to more", () => {
  const { file, args } = forwarderCommand(tools, owner, nothing);
  expect(file).toBe("/usr/bin/unshare");
  expect(args.slice(args.indexOf("/usr/bin/setpriv") + 1, args.lastIndexOf("--") + 2)).toEqual([
    "--reuid=20001",
    "--regid=20002",
    "--clear-groups",
    "--inh-caps=-all,+sys_admin,+net_admin",
    "--ambient-caps=-all,+sys_admin,+net_admin",
    "--bounding-set=-all,+sys_admin,+net_admin",
    "--no-new-privs",
    "--",
    "/usr/bin/pasta",
  ]);
});

test("is told what to run beside the script that makes its device, never in it", () => {
  const { args } = forwarderCommand(tools, owner, nothing);
  const script = args[args.indexOf("-c") + 1];
  const other = forwarderCommand(tools, { uid: 30_001, gid: 30_001 }, { ...nothing, inward: 19_320 }).args;
  expect(other[other.indexOf("-c") + 1]).toBe(script);
  expect(script).toMatch(/^exec "\$@"$/m);
});

test("may take a low port only where one is let through", () => {
  const bounding = (outward: number[]) =>
    forwarderCommand(tools, owner, { ...nothing, outward }).args.find((part) =>
      part.startsWith("--bounding-set"),
    );
  expect(bounding([8080])).not.toContain("net_bind_service");
  expect(bounding([80, 8080])).toContain("+net_bind_service");
});

test("tells newer versions to lead to the network's loopback, and older ones nothing that they don't know", () => {
  expect(optionsOf("  -T, --tcp-ns SPEC\n  --host-lo-to-ns-lo\tTranslate host-loopback forwards")).toEqual([
    "--host-lo-to-ns-lo",
  ]);
  expect(optionsOf("  -T, --tcp-ns SPEC")).toEqual([]);
});
