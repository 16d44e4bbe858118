import { describe, expect, it } from "vitest";
import {
  describeSignInProblem,
  encodeSignInProblem,
  type SignInProblem,
  signInProblem,
} from "./sign-in-problem.ts";

const problems: SignInProblem[] = [
  { kind: "rejected" },
  { kind: "disabled" },
  { kind: "rate-limited", waitSeconds: 45 },
  { kind: "busy", waitSeconds: 2 },
  { kind: "unavailable" },
];

describe("sign-in problem", () => {
  it.each(problems)("$kind keeps its words on the way to the browser", (problem) => {
    expect(signInProblem(encodeSignInProblem(problem))).toEqual(describeSignInProblem(problem));
  });

  it("says how long to wait, in minutes once that is shorter", () => {
    expect(signInProblem("rate-limited.45").message).toContain("45 seconds");
    expect(signInProblem("rate-limited.840").message).toContain("14 minutes");
  });

  it("calls what it doesn't know unavailable and never repeats it", () => {
    expect(signInProblem("<b>x</b>")).toEqual(describeSignInProblem({ kind: "unavailable" }));
  });
});
