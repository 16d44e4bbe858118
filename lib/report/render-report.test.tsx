import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { itemLabels, items } from "#lib/domain/checklist/item.ts";
import { residualRisks } from "#lib/domain/checklist/residual-risks.ts";
import { renderReport } from "./render-report.tsx";
import type { ReportContent } from "./report-content.ts";

function content(overrides: Partial<ReportContent> = {}): ReportContent {
  return {
    formatVersion: 1,
    id: "5e0f8f3c-0d3a-4f43-9a54-1f3a4a3c9d10",
    clientName: "Acme Dental",
    tenantName: "Reception",
    tenantSlug: "acme-reception",
    hostName: "host-one",
    rung: "os-user",
    createdAt: "2026-11-22T09:00:00.000Z",
    createdBy: "Ada",
    items: items.map((item) => ({
      item,
      verdict: "proven",
      observed: `/var/lib/bulkhead/tenants/acme-reception/${item}`,
      reason: null,
      how: "stat",
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
      open: ["A secret in a .env file"],
      accepted: [{ title: "Ports that run into each other", ownerName: "Ada", until: "2027-01-01" }],
      notMeasured: 1,
      at: "2026-11-22T08:58:00.000Z",
    },
    residualRisks: residualRisks("os-user").map(({ title, buyerText }) => ({ title, text: buyerText })),
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
    expect(line).toContain("1 accepted (Ports that run into each other, Ada, until 2027-01-01)");
    expect(text).toContain("88 refused, 1 got through; 7 more not measured");
  });

  it("says of attempts that got through and are accepted who answers for them, until when and why", async () => {
    const risk = {
      title: "Another tenant can read this tenant's logs.",
      tenants: 2,
      ownerName: "Ada",
      until: "2027-01-01",
      reason: "They move to another host next month.",
    };
    const attempts = {
      tenants: 2,
      refused: 86,
      reached: 0,
      accepted: 2,
      acceptedRisks: [risk],
      notMeasured: 7,
      at: "2026-11-22T08:59:30.000Z",
    };
    const line = (await read(content({ attempts }))).text.replace(/\s+/g, " ");
    expect(line).toContain("0 got through, 2 accepted; 7 more not measured.");
    expect(line).toContain("(2 tenants; Ada, until 2027-01-01: They move to another host next month)");
    const many = {
      ...attempts,
      acceptedRisks: Array.from({ length: 40 }, () => ({ ...risk, reason: long })),
    };
    const rows = content().items.map((row) => ({ ...row, reason: long, observed: long }));
    const { info, text } = await read(
      content({ attempts: many, items: rows, auditMissing: long, audit: null }),
    );
    expect(info).toMatch(/^Pages:\s+1$/m);
    expect(text).toContain("What is not isolated");
  });

  it("stays one page with names, reasons and observations of any length", async () => {
    const report = content({
      rung: "profile",
      clientName: long,
      tenantName: long,
      hostName: long,
      createdBy: long,
      items: content().items.map((row) => ({ ...row, verdict: "failed", observed: long, reason: long })),
      audit: null,
      auditMissing: long,
      attempts: null,
      attemptsMissing: long,
      mistakes: {
        playbookVersion: "2026-11-22",
        lookedFor: 17,
        open: [long, long],
        accepted: [],
        notMeasured: 15,
        at: "2026-11-22T08:58:00.000Z",
      },
      residualRisks: residualRisks("profile").map(({ title }) => ({ title, text: long })),
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
      reason: "Nobody has checked it yet.",
    }));
    const { text } = await read(content({ items: rows, audit: null, auditMissing: "it has not been run." }));
    expect(text).toContain("0 of 10 items measured");
    expect(text).toContain("Never");
    expect(text).toContain("Not measured: it has not been run.");
  });

  it("writes names beyond Latin-1", async () => {
    const { text } = await read(content({ clientName: "Жасмин Łódź ąęśč" }));
    expect(text).toContain("Жасмин Łódź ąęśč");
  });
});
