import { expect, it } from "vitest";
import { readStartTicks } from "#agent/proc/read-process.ts";
import { processLooks, tryProcess } from "./try-process.ts";

const own = { pid: process.pid, startTicks: readStartTicks(process.pid) ?? 0 };
const nobody = 2 ** 22 + 1;

const looks = Object.entries(processLooks);

it.each(looks)("%s is open to whoever may look into the process", (_, look) => {
  expect(tryProcess(own, look)).toMatchObject({ outcome: "reached" });
});

it.each(looks)("%s of another process with the same number is none of the target's", (_, look) => {
  const another = { ...own, startTicks: own.startTicks + 1 };
  expect(tryProcess(another, look)).toMatchObject({ outcome: "refused", code: "absent" });
});

it.each(looks)("%s of a process that isn't there is refused by the kernel", (_, look) => {
  expect(tryProcess({ pid: nobody, startTicks: 1 }, look)).toMatchObject({
    outcome: "refused",
    code: "errno",
  });
});

it("a look that finds nothing to read has measured nothing", () => {
  const look = () => {
    throw Object.assign(new Error("nothing"), { code: "EMPTY" });
  };
  expect(tryProcess(own, { what: "It", look })).toMatchObject({ outcome: "unmeasured", code: "nothing" });
});
