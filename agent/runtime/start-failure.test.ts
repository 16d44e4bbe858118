import { expect, test } from "vitest";
import { StartFailure } from "./start-failure.ts";

const cause = {
  code: "START_FAILED",
  message: "It ended.",
  nextStep: "Look.",
  needsOperator: false,
} as const;

test("shows why OpenClaw failed rather than where it left its diagnostics", () => {
  const diagnostics = Array.from({ length: 20 }, (_, index) => `diagnostics ${index}`);
  const { detail } = new StartFailure(cause, [
    "loading",
    "Gateway failed to start: no secret",
    ...diagnostics,
  ]);
  expect(detail.message).toContain("It printed:\nGateway failed to start: no secret\ndiagnostics 0");
  expect(detail.message).not.toContain("diagnostics 19");
});

test("stays within what the contract allows", () => {
  const { detail } = new StartFailure(cause, Array(40).fill("x".repeat(4000)));
  expect(detail.message.length).toBeLessThanOrEqual(2000);
});

test("says so when nothing was printed", () => {
  expect(new StartFailure(cause, []).detail.message).toBe("It ended. It printed nothing.");
});
