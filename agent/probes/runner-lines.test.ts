import { expect, test } from "vitest";
import { runnerLineSchema } from "./runner-lines.ts";

const result = (finding: object, probe = "files.state") => ({
  ...{ type: "result", probe, target: "b", ms: 1 },
  finding,
});
const isTaken = (line: object) => runnerLineSchema.safeParse(line).success;

test("a finding whose code isn't known was not made", () => {
  expect(isTaken(result({ outcome: "refused", code: "errno", fact: "EACCES", seen: "No." }))).toBe(true);
  for (const finding of [
    { outcome: "refused", seen: "No." },
    { outcome: "refused", code: "nothing", seen: "No." },
    { outcome: "refused", code: "proven", seen: "No." },
    { outcome: "unmeasured", code: "closed", seen: "No." },
    { outcome: "reached", code: "errno", seen: "Yes." },
    { outcome: "accepted", seen: "No." },
    { outcome: "absent", seen: "There is no browser here." },
    { outcome: "absent", code: "nothing", seen: "There is no browser here." },
    { outcome: "refused", code: "errno", fact: "x".repeat(61), seen: "No." },
    { outcome: "refused", code: "errno", fact: "E ACCES", seen: "No." },
  ])
    expect(isTaken(result(finding)), JSON.stringify(finding)).toBe(false);
});

test("a runner tells of what it tries, and of nothing else", () => {
  const finding = { outcome: "reached", seen: "Yes." };
  for (const probe of ["files.state", "gateway.session-key-there"])
    expect(isTaken(result(finding, probe))).toBe(true);
  for (const probe of ["identity.uid", "identity.sudo", "squat.derived", "files.nothing", ""])
    expect(isTaken(result(finding, probe)), probe).toBe(false);
});

test("one finding of the host that makes no sense costs the runner no other", () => {
  const prepared = {
    ...{ type: "prepared", canaries: [], leftFiles: {}, socketFile: null, abstract: null, ports: [] },
    ...{ sessions: null, conversation: null, removedDevice: null },
    browser: { state: "off", port: null, instance: null, note: "" },
    own: {
      "identity.sudo": { outcome: "refused", code: "closed", seen: "sudo gives it nothing." },
      "identity.scheduled": { outcome: "refused", code: "well-guarded", seen: "No." },
    },
  };
  expect(runnerLineSchema.parse(prepared)).toMatchObject({
    own: { "identity.sudo": { outcome: "refused" }, "identity.scheduled": null },
  });
});
