import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { killUser } from "../kill-user.ts";

/**
 * Run in a process namespace of its own: an order to end that reached too far
 * must find nobody there. Prints who lives before and after.
 */
const [uid = 0, neighbour = 0] = process.argv.slice(2).map(Number);
const lock = process.argv[4] ?? "";
const as = (id: number) => [`--reuid=${id}`, `--regid=${id}`, "--clear-groups"];

const bystanders = [
  spawn("sleep", ["600"], { stdio: "ignore" }),
  spawn("setpriv", [...as(neighbour), "sleep", "600"], { stdio: "ignore" }),
];
const own = spawn("setpriv", [...as(uid), "sleep", "600"], { stdio: "ignore" });
// Its processes live too short to be seen, and hand a lock on to each other: it is free when the last has ended.
const program = `open F, ">", $ARGV[0]; flock F, 2; $| = 1; print "on"; for (;;) { exit if fork; setpgrp; }`;
const short = spawn("setpriv", [...as(uid), "perl", "-e", program, lock], {
  stdio: ["ignore", "pipe", "ignore"],
});
await once(short.stdout, "data");
const isHeld = () => spawnSync("flock", ["--nonblock", lock, "true"]).status !== 0;
const wasHeld = isHeld();
const ended = once(own, "exit");
await killUser(uid);
await ended;
const alive = bystanders.map(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
console.log(JSON.stringify({ wasHeld, isHeld: isHeld(), bystanders: alive }));
for (const { pid } of bystanders) execFileSync("kill", ["-9", `${pid}`]);
process.exit(0);
