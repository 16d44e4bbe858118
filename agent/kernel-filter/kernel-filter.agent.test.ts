import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hostView } from "#agent/boundary/private-view.ts";
import type { HostHardening } from "#agent/context/host-hardening.ts";
import { detectHostHardening } from "#agent/hardening/detect-host-hardening.ts";
import { runCommand } from "#agent/system/run-command.ts";
import { closedCalls, guardedCalls } from "./closed-calls.ts";

const isRoot = process.getuid?.() === 0;
const canTry =
  isRoot && process.arch === "x64" && existsSync("/usr/bin/perl") && existsSync("/usr/bin/bwrap");
const nobody = 65_534;
const EPERM = 1;

/** Tries calls of the kernel one by one, each in a process of its own, and prints the error number of each. */
const script = `
  for my $call (@ARGV) {
    my ($name, @numbers) = split /,/, $call;
    my $pid = open(my $answer, "-|") // die;
    if ($pid == 0) {
      $! = 0;
      my $result = syscall($numbers[0], map { $_ + 0 } @numbers[1 .. $#numbers]);
      print $result == -1 ? $! + 0 : 0;
      exit 0;
    }
    print "$name ", <$answer> // "", "\\n";
    close $answer;
  }`;

type Call = readonly [name: string, number: number, ...args: number[]];

describe.skipIf(!canTry)(
  "the kernel under the filter (needs root, bubblewrap, perl and an x64 machine)",
  () => {
    let directory = "";
    let hardening: HostHardening;
    beforeAll(async () => {
      directory = mkdtempSync(path.join(tmpdir(), "bulkhead-filter-"));
      hardening = await detectHostHardening(true, directory);
    });
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    const answers = async (calls: readonly Call[], isFiltered: boolean) => {
      const { file } = hardening.kernelFilter;
      const identity = [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", "--no-new-privs", "--"];
      const args = [
        ...[
          "--die-with-parent",
          ...hostView(),
          ...(isFiltered ? ["--seccomp", "3"] : []),
          "--chdir",
          "/",
          "--",
        ],
        ...["/usr/bin/setpriv", ...identity, "/usr/bin/perl", "-e", script],
        ...calls.map((call) => call.join(",")),
      ];
      const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
      const command = { file: hardening.privateView.program, args, cwd: "/", env };
      const result = await runCommand({ ...command, inherited: [file] }, { timeoutMs: 60_000 });
      expect(result.stderr).toBe("");
      const lines = result.stdout.trim().split("\n");
      return new Map(lines.map((line) => [line.split(" ")[0] ?? "", Number(line.split(" ")[1])]));
    };

    test("is found to work, and its file is the agent's alone", () => {
      expect(hardening.kernelFilter).toMatchObject({ isAvailable: true });
      expect(statSync(hardening.kernelFilter.file)).toMatchObject({ uid: 0, mode: 0o100600 });
    });

    test("every closed call is refused", async () => {
      const calls = Object.entries(closedCalls).map(([name, { x64 }]): Call => [name, x64, 0, 0, 0, 0, 0]);
      const seen = await answers(calls, true);
      expect([...seen].filter(([, error]) => error !== EPERM)).toEqual([]);
      expect(seen.size).toBe(calls.length);
    });

    test("what is refused is what is open to everybody without it", async () => {
      const { clone, clone3, unshare, socket, prctl } = guardedCalls;
      const calls: Call[] = [
        ["unshare-user", unshare.x64, 0x10000000],
        ["unshare-user-mount", unshare.x64, 0x10020000],
        ["setns", closedCalls.setns.x64, -1, 0],
        ["ptrace-traceme", closedCalls.ptrace.x64, 0, 0, 0, 0],
        ["process_vm_readv", closedCalls.process_vm_readv.x64, 1, 0, 0, 0, 0, 0],
        ["pidfd_getfd", closedCalls.pidfd_getfd.x64, -1, 0, 0],
        ["keyctl", closedCalls.keyctl.x64, 0, -1, 0],
        ["add_key", closedCalls.add_key.x64, 0, 0, 0, 0, 0],
        ["process_madvise", closedCalls.process_madvise.x64, -1, 0, 0, 0, 0],
        ["name_to_handle_at", closedCalls.name_to_handle_at.x64, -1, 0, 0, 0, 0],
        ["prctl-set-mm", prctl.x64, 35, 15, 0, 0, 0],
      ];
      const [closed, open] = [await answers(calls, true), await answers(calls, false)];
      expect([...closed].filter(([, error]) => error !== EPERM)).toEqual([]);
      expect([...open].filter(([, error]) => error === EPERM)).toEqual([]);

      const others: Call[] = [
        ["clone3", clone3.x64, 0, 0],
        ["socket-alg", socket.x64, 38, 5, 0],
        ["socket-unix", socket.x64, 1, 1, 0],
        ["clone-user", clone.x64, 0x10000011, 0, 0, 0, 0],
      ];
      const filtered = await answers(others, true);
      expect(Object.fromEntries(filtered)).toEqual({
        clone3: 38,
        "socket-alg": 97,
        "socket-unix": 0,
        "clone-user": 1,
      });
      expect((await answers(others.slice(0, 1), false)).get("clone3")).not.toBe(38);
    });
  },
);
