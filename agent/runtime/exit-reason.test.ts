import { expect, test } from "vitest";
import { exitReason } from "./exit-reason.ts";

test("78 is configuration and must not be followed by another start", () => {
  expect(exitReason({ exitCode: 78, signal: null }, [])).toMatchObject({
    code: "CONFIG_INVALID",
    needsOperator: true,
  });
});

test("recognises a busy port and a missing secret behind exit code 1", () => {
  const busy = [
    "Gateway failed to start: another gateway instance is already listening on ws://127.0.0.1:19200",
  ];
  expect(exitReason({ exitCode: 1, signal: null }, busy).code).toBe("PORT_TAKEN");
  const secret = [
    "Startup failed: required secrets are unavailable. Error: secret reference could not be resolved",
  ];
  expect(exitReason({ exitCode: 1, signal: null }, secret).reason).toContain("secret");
});

test("says that the exit code is unknown when nobody was the parent", () => {
  expect(exitReason({ exitCode: null, signal: null }, []).reason).toContain("unknown");
});

test("names the signal that ended the process", () => {
  expect(exitReason({ exitCode: null, signal: "SIGSEGV" }, []).reason).toContain("SIGSEGV");
});
