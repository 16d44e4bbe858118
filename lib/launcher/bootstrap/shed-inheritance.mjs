// Runs on the machine's own Node, which may be old: plain JavaScript, no imports but Node's.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";

const closeOnExec = 0o2000000;

/** What nobody below needs more of: no core files with secrets in them, no right to take the processor from others. */
const lowered = ["--core=0:0", "--nice=0:0", "--rtprio=0:0"];
/**
 * Lets go of what this process got from whoever started it and what everything it starts would get
 * in its turn: open files, the mask for new files, core files, and what would put it above other
 * programs. Standard input, output and error are meant and stay, and so does what a shell restricts.
 *
 * Signals need nothing: Node puts them back for itself when it begins and for every child.
 */
export function shedInheritance() {
  closeInherited();
  process.umask(0o022);
  limit(lowered);
  standBelowOthers();
}

/**
 * Closes what was open when this program began. Node opens its own files with close-on-exec, so
 * one without it was inherited. Of the first sixteen that can't be told, since Node marks them all
 * itself: none of those reaches a child, and here what can't be Node's own is closed.
 */
function closeInherited() {
  const open = fs
    .readdirSync("/proc/self/fd")
    .map(Number)
    .filter((fd) => fd > 2)
    .flatMap(describe);
  for (const { fd, flags, target } of open) {
    if ((flags & closeOnExec) === 0 || isForeign(target, open)) close(fd);
  }
}

function describe(fd) {
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"));
    return [{ fd, flags: Number.parseInt(flags[1], 8), target: fs.readlinkSync(`/proc/self/fd/${fd}`) }];
  } catch {
    // The one with which the list was read is closed by now.
    return [];
  }
}

function isForeign(target, open) {
  if (target.startsWith("anon_inode:") || target.startsWith("/dev/")) return false;
  // Node holds both ends of the pipes that it makes.
  if (target.startsWith("pipe:")) return open.filter((other) => other.target === target).length < 2;
  // The channel to a parent, or a debugger's, may be one of them.
  if (target.startsWith("socket:")) return !process.connected && !isDebugged();
  return true;
}

function isDebugged() {
  return [...process.execArgv, process.env.NODE_OPTIONS || ""].some((text) => text.includes("--inspect"));
}

function close(fd) {
  try {
    fs.closeSync(fd);
  } catch {
    // It was closed meanwhile.
  }
}

function limit(limits) {
  spawnSync("prlimit", ["--pid", String(process.pid), ...limits], {
    env: { PATH: "/usr/bin:/bin" },
    stdio: "ignore",
  });
}

function standBelowOthers() {
  try {
    if (os.getPriority() < 0) os.setPriority(0);
    const file = "/proc/self/oom_score_adj";
    // A tenant's program that the kernel may never end would take the host down with it.
    if (Number(fs.readFileSync(file, "utf8")) < 0) fs.writeFileSync(file, "0");
  } catch {
    // A container may forbid both; what starts below then stands where its operator put this.
  }
}
