import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { statSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { ip } from "#agent/hardening/testing/elsewhere.ts";
import { listProcesses } from "#agent/proc/list-processes.ts";
import { readCommandLine } from "#agent/proc/read-process.ts";
import { slugSchema } from "#lib/domain/tenant/slug.ts";
import { forwardersOf } from "./find-forwarder.ts";
import { endForwarder } from "./forwarder.ts";
import { forwarderCommand } from "./forwarder-command.ts";
import { networkName } from "./network-place.ts";

const can = await detectHostHardening(process.getuid?.() === 0);
/** Of nobody's account, so that nothing else runs as it. */
const uid = 64_123;
/** What a host's /dev looks like, made in a view in which only the command is. */
const hosts = {
  "has it as it is": "true",
  "keeps it for root":
    "mount -t tmpfs tmpfs /dev/net && mknod -m 0600 /dev/net/tun c 10 200 && chmod 0700 /dev/net",
  "has none in its directory": "mount -t tmpfs tmpfs /dev/net",
  "has no such directory": "mount -t tmpfs tmpfs /dev && mknod -m 0666 /dev/null c 1 3",
};

const deviceOfHost = () => {
  const { mode, ino } = statSync("/dev/net/tun", { throwIfNoEntry: false }) ?? {};
  return [statSync("/dev").ino, mode, ino];
};

describe.skipIf(!can.networkNamespace.isAvailable)(
  "the device of what forwards (needs root and passt)",
  () => {
    test.each(Object.entries(hosts))("is there where the host %s", async (_, arrange) => {
      const owner = { slug: slugSchema.parse(`dev-${randomBytes(4).toString("hex")}`), uid, gid: uid };
      await ip("netns", "add", networkName(owner.slug));
      onTestFinished(async () => {
        await endForwarder(owner);
        await ip("netns", "delete", networkName(owner.slug));
      });
      const before = deviceOfHost();
      const { file, args, env } = forwarderCommand(can.networkNamespace, owner, {
        slug: owner.slug,
        inward: null,
        outward: [],
      });
      const script = `${arrange} && exec "$@"`;
      const view = ["--mount", "--propagation", "private", "--", "/bin/sh", "-c", script, "sh"];
      const child = spawn("/usr/bin/unshare", [...view, file, ...args], {
        cwd: "/",
        // Next's types demand NODE_ENV in every environment.
        env: env as unknown as NodeJS.ProcessEnv,
        detached: true,
        stdio: "ignore",
      });
      expect(await once(child, "exit")).toEqual([0, null]);

      expect(await ip("-n", networkName(owner.slug), "route")).toMatch(/^default /m);
      const [forwarder, ...more] = forwardersOf(owner);
      expect([forwarder?.ppid, more]).toEqual([1, []]);
      const named = listProcesses().filter(({ pid }) => readCommandLine(pid)?.join(" ").includes(owner.slug));
      expect(named.map(({ pid }) => pid)).toEqual([forwarder?.pid]);
      expect(deviceOfHost()).toEqual(before);
    });
  },
);
