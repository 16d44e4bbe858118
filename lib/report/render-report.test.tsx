import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { itemLabels, items } from "#lib/domain/checklist/item.ts";
import { residualRiskIds, residualRisks } from "#lib/domain/checklist/residual-risks.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { type ProbeId, probeIds } from "#lib/domain/probe/probe.ts";
import { itemProblems } from "./item-problem.ts";
import { renderReport } from "./render-report.tsx";
import type { ReportContent } from "./report-content.ts";

function content(overrides: Partial<ReportContent> = {}): ReportContent {
  return {
    formatVersion: 2,
    id: "5e0f8f3c-0d3a-4f43-9a54-1f3a4a3c9d10",
    clientName: "Acme Dental",
    tenantName: "Reception",
    tenantSlug: "acme-reception",
    rung: "os-user",
    createdAt: "2026-11-22T09:00:00.000Z",
    createdBy: "Ada",
    items: items.map((item) => ({
      item,
      verdict: "proven",
      problems: [],
      missing: null,
      acceptedUntil: null,
      measuredAt: "2026-11-22T08:58:00.000Z",
    })),
    audit: {
      critical: 0,
      warn: 1,
      info: 2,
      suppressed: 0,
      at: "2026-11-22T08:59:00.000Z",
      version: "2026.9.6",
    },
    auditMissing: null,
    attempts: {
      tenants: 2,
      refused: 88,
      reached: 1,
      accepted: 0,
      acceptedRisks: [],
      notMeasured: 7,
      at: "2026-11-22T08:59:30.000Z",
    },
    attemptsMissing: null,
    mistakes: {
      playbookVersion: "2026-11-22",
      lookedFor: 17,
      open: ["secret-in-dotenv"],
      accepted: [{ rule: "overlapping-ports", until: "2027-01-01" }],
      notMeasured: 1,
      at: "2026-11-22T08:58:00.000Z",
    },
    residualRisks: residualRisks("os-user").map(({ id }) => id),
    ...overrides,
  };
}

async function read(report: ReportContent) {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "report-")), "report.pdf");
  writeFileSync(file, await renderReport(report));
  return {
    info: execFileSync("pdfinfo", [file], { encoding: "utf8" }),
    text: execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }),
  };
}

const worst = {
  verdict: "accepted" as const,
  problems: [...itemProblems],
  acceptedUntil: "2027-01-01",
};
const long = "A name that goes on and on/".repeat(40);

describe("renderReport", () => {
  it("is one A4 page that names the ten items, the audit and every residual risk in selectable text", async () => {
    const { info, text } = await read(content());
    expect(info).toMatch(/^Pages:\s+1$/m);
    expect(info).toMatch(/^Page size:.*A4/m);
    for (const item of items) expect(text).toContain(itemLabels[item]);
    for (const risk of residualRisks("os-user")) expect(text).toContain(risk.title);
    expect(text).toContain("10 of 10 items measured");
    expect(text).toContain("0 critical, 1 warning, 2 notes");
    expect(text.replace(/\s+/g, " ")).toContain("89 attempts");
    const line = text.replace(/\s+/g, " ");
    expect(line).toContain("1 open (A secret in a .env file)");
    expect(line).toContain("1 accepted (Ports that run into each other, until 2027-01-01)");
    expect(text).toContain("88 refused, 1 got through; 7 more not measured");
  });

  it("says of attempts that got through and are accepted until when, and stays one page with all of them", async () => {
    const risk = (probe: ProbeId) => ({ probe, tenants: 2, until: "2027-01-01" });
    const attempts = {
      tenants: 2,
      refused: 86,
      reached: 0,
      accepted: 2,
      acceptedRisks: [risk("files.logs")],
      notMeasured: 7,
      at: "2026-11-22T08:59:30.000Z",
    };
    const line = (await read(content({ attempts }))).text.replace(/\s+/g, " ");
    expect(line).toContain("0 got through, 2 accepted; 7 more not measured.");
    expect(line).toContain("(2 tenants; until 2027-01-01)");
    const many = { ...attempts, acceptedRisks: probeIds.map(risk) };
    const items = content().items.map((row) => ({ ...row, ...worst }));
    const { info, text } = await read(
      content({ attempts: many, items, auditMissing: "outdated", audit: null }),
    );
    expect(info).toMatch(/^Pages:\s+1$/m);
    expect(text).toContain("What is not isolated");
  });

  it("stays one page with names of any length and everything wrong", async () => {
    const report = content({
      rung: "profile",
      clientName: long,
      tenantName: long,
      createdBy: long,
      items: content().items.map((row) => ({ ...row, ...worst })),
      audit: null,
      auditMissing: "never",
      attempts: null,
      attemptsMissing: "never",
      mistakes: {
        playbookVersion: "2026-11-22",
        lookedFor: 17,
        open: [...mistakeIds],
        accepted: [],
        notMeasured: 15,
        at: "2026-11-22T08:58:00.000Z",
      },
      residualRisks: [...residualRiskIds],
    });
    const { info, text } = await read(report);
    expect(info).toMatch(/^Pages:\s+1$/m);
    for (const item of items) expect(text).toContain(itemLabels[item]);
    expect(text).toContain("self-assessment");
    expect(text).toContain("One OS user for several tenants");
  });

  it("says what was never measured", async () => {
    const rows = content().items.map((row) => ({
      ...row,
      verdict: "not-measured" as const,
      measuredAt: null,
      missing: "never" as const,
    }));
    const { text } = await read(content({ items: rows, audit: null, auditMissing: "failed" }));
    expect(text).toContain("0 of 10 items measured");
    expect(text).toContain("Never");
    expect(text).toContain("Nobody has looked at it yet.");
    expect(text).toContain("Not measured: it could not be looked at.");
  });

  it("writes names beyond Latin-1", async () => {
    const { text } = await read(content({ clientName: "Жасмин Łódź ąęśč" }));
    expect(text).toContain("Жасмин Łódź ąęśč");
  });
});
