import { readdirSync } from "node:fs";
import { type LiveProcess, readProcess } from "./read-process.ts";

/** Every living process of this pid namespace. Processes that vanish meanwhile are left out. */
export function listProcesses(): LiveProcess[] {
  return listPids().flatMap((pid) => readProcess(pid) ?? []);
}

export function processesOfUid(uid: number): LiveProcess[] {
  return listProcesses().filter((process) => process.uid === uid);
}

export function listPids(): number[] {
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}
