import { expect, test } from "vitest";
import { parseAudit, parseFailure } from "./parse-audit.ts";

const finding = { checkId: "a.b", severity: "warn", title: "A title", detail: "first\nsecond hush" };
const report = {
  ts: 1,
  summary: { critical: 0, warn: 1, info: 0 },
  findings: [finding],
  secretDiagnostics: [],
};
const mask = (line: string) => line.replaceAll("hush", "[masked]");

test("keeps findings without a remedy, masks what they quote and drops unknown keys", () => {
  expect(parseAudit(JSON.stringify(report), mask)).toEqual({
    summary: { critical: 0, warn: 1, info: 0 },
    findings: [
      { checkId: "a.b", severity: "warn", title: "A title", detail: "first\nsecond [masked]", remedy: null },
    ],
    suppressed: [],
    secretDiagnostics: [],
  });
});

test("keeps suppressed findings with their reason, and diagnostics of any shape", () => {
  const more = {
    ...report,
    suppressedFindings: [{ ...finding, remediation: "Do it", suppression: { reason: "Known" } }],
    secretDiagnostics: ["plain", { path: "x" }],
  };
  const parsed = parseAudit(JSON.stringify(more), mask);
  expect(parsed?.suppressed).toMatchObject([{ finding: { remedy: "Do it" }, reason: "Known" }]);
  expect(parsed?.secretDiagnostics).toEqual(["plain", '{"path":"x"}']);
});

test.each(["", "no JSON", "{}", '{"summary":{"critical":0}}', '{"ok":false,"error":{"message":"x"}}'])(
  "takes %j for no report",
  (text) => expect(parseAudit(text, mask)).toBeNull(),
);

test("reads the reason and the issues that OpenClaw gives when it can't run", () => {
  const failure = {
    ok: false,
    error: { type: "cli_error", message: "OpenClaw config is invalid" },
    issues: [{ path: "<root>", message: 'Unrecognized key: "nonsense"' }],
  };
  expect(parseFailure(JSON.stringify(failure))).toBe(
    'OpenClaw config is invalid; <root>: Unrecognized key: "nonsense"',
  );
  expect(parseFailure("oops")).toBeNull();
});
