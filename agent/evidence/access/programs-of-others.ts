import { programsIn } from "#agent/host/grants/parse-grants.ts";
import type { Grants } from "#agent/host/grants/read-grants.ts";
import { isTenantUserName } from "#agent/tenant/tenant-layout.ts";
import type { Door } from "./asker/order.ts";

const mostPrograms = 2000;
/** Directories whose every entry is asked about anyway, and places that are everybody's. */
const leftOut = /^\/(usr\/)?s?bin\/[^/]+$|^\/(dev|proc|sys|tmp|var\/tmp|run\/lock|var\/lock)(\/|$)/;

/** What jobs and services run as somebody who is no tenant: who can change that is that somebody. */
export function programsOfOthers({ jobs, units }: Grants): Door[] {
  const doors = new Map<string, Door>();
  const add = (place: string, source: string, user: string) => {
    if (leftOut.test(place) || doors.size >= mostPrograms) return;
    doors.set(place, { place, ways: ["write", "replace"], what: `which ${source} has run as ${user}` });
  };
  for (const { place, user, command } of jobs)
    if (!isTenantUserName(user)) for (const program of programsIn(command)) add(program, place, user);
  for (const { place, users, runs } of units) {
    const user = users[0] ?? "root";
    if (!isTenantUserName(user)) for (const program of runs.flatMap(programsIn)) add(program, place, user);
  }
  return [...doors.values()];
}
