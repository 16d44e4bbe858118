import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { itemLabels, items } from "#lib/domain/checklist/item.ts";
import { residualRisks } from "#lib/domain/checklist/residual-risks.ts";
import { nothingSeen } from "#lib/domain/checklist/seen-boundary.ts";
import { mistakeIds } from "#lib/domain/mistakes/mistake-rule.ts";
import { type ProbeId, probeIds } from "#lib/domain/probe/probes.ts";
import { itemProblems } from "./item-problem.ts";
import { renderReport } from "./render-report.tsx";
import { type ReportContent, storedReportSchema } from "./report-content.ts";

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
      reachedRisks: [{ probe: "files.logs", tenants: 1 }],
      accepted: 0,
      acceptedRisks: [],
      notMeasured: 7,
      notApplicable: 0,
      at: "2026-11-22T08:59:30.000Z",
    },
    attemptsMissing: null,
    reachedOthers: [],
    attemptsInAll: { verdict: "failed", failed: 1, accepted: 0 },
    mistakes: {
      playbookVersion: "2026-11-22",
      lookedFor: 17,
      open: ["secret-in-dotenv"],
      accepted: [{ rule: "overlapping-ports", until: "2027-01-01" }],
      notMeasured: 1,
      at: "2026-11-22T08:58:00.000Z",
    },
    ownWord: "same",
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

  it("begins with one word, the worst of its parts, which stand beside it", async () => {
    const summary = async (overrides: Partial<ReportContent>) =>
      (await read(content(overrides))).text.replace(/\s+/g, " ").split("10 of 10 items measured")[0];
    expect(await summary({})).toContain(
      "Failed as bad as the worst of what is known: Checklist: all 10 proven Attempts: 1 got through Mistakes: 1 open OpenClaw’s audit: 1 warning",
    );
    const { attempts, mistakes } = content();
    const well = {
      attempts: attempts && { ...attempts, reached: 0, reachedRisks: [] },
      attemptsInAll: { verdict: "proven", failed: 0, accepted: 0 } as const,
      mistakes: mistakes && { ...mistakes, open: [], accepted: [], notMeasured: 0 },
    };
    expect(await summary(well)).toContain("Proven as bad as");
    expect(await summary({ ...well, audit: null, auditMissing: "never" })).toContain(
      "Not measured as bad as",
    );
    const alone = await summary({ ...well, attempts: null, attemptsMissing: "alone", attemptsInAll: null });
    expect(alone).toContain("Proven as bad as");
    expect(alone).not.toContain("Attempts:");
  });

  it("names what got through to the tenant, and from it to others, and from how many", async () => {
    const report = content({ reachedOthers: [{ probe: "files.backups", tenants: 2 }] });
    const line = (await read(report)).text.replace(/\s+/g, " ");
    expect(line).toContain("Got through: Another tenant can read this tenant's logs (from 1 tenant).");
    expect(line).toContain(
      "From this tenant to others, as seen from there: Another tenant can read this tenant's backups (to 2 tenants).",
    );
  });

  it("says of attempts that got through and are accepted until when, and stays one page with all of them", async () => {
    const risk = (probe: ProbeId) => ({ probe, tenants: 2, until: "2027-01-01" });
    const attempts = {
      tenants: 2,
      refused: 86,
      reached: 0,
      reachedRisks: [],
      accepted: 2,
      acceptedRisks: [risk("files.logs")],
      notMeasured: 7,
      notApplicable: 18,
      at: "2026-11-22T08:59:30.000Z",
    };
    const line = (await read(content({ attempts }))).text.replace(/\s+/g, " ");
    expect(line).toContain(
      "0 got through, 2 accepted; 7 more not measured; 18 more had nothing there to reach, such as a browser that is off.",
    );
    expect(line).toContain("(2 tenants; until 2027-01-01)");
    const reachedRisks = probeIds.map((probe) => ({ probe, tenants: 2 }));
    const many = { ...attempts, reached: 9, reachedRisks, acceptedRisks: probeIds.map(risk) };
    const items = content().items.map((row) => ({ ...row, ...worst }));
    const { info, text } = await read(
      content({ attempts: many, reachedOthers: reachedRisks, items, auditMissing: "outdated", audit: null }),
    );
    expect(info).toMatch(/^Pages:\s+1$/m);
    expect(text).toContain("What is not isolated");
  });

  it("counts apart what had nothing there to reach, in words that aren't cut off", async () => {
    const { attempts } = content();
    const clean = attempts && { ...attempts, refused: 4_600, reached: 0, notMeasured: 0, notApplicable: 900 };
    const { info, text } = await read(content({ attempts: clean }));
    expect(text.replace(/\s+/g, " ")).toContain(
      "4600 refused, 0 got through; 0 more not measured; 900 more had nothing there to reach, such as a browser that is off.",
    );
    expect(info).toMatch(/^Pages:\s+1$/m);
  });

  it("reads a report from before that was counted, and says nothing of it", async () => {
    const { attempts, ...rest } = content();
    const { notApplicable: _, ...before } = attempts ?? { notApplicable: 0 };
    const report = storedReportSchema.parse({ ...rest, attempts: before });
    expect((await read(report)).text).toContain("7 more not measured.");
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
      ownWord: "other",
      residualRisks: residualRisks("profile", { ...nothingSeen, isNetworkOwn: true }).map(({ id }) => id),
    });
    const { info, text } = await read(report);
    expect(info).toMatch(/^Pages:\s+1$/m);
    for (const item of items) expect(text).toContain(itemLabels[item]);
    expect(text).toContain("self-assessment");
    expect(text).toContain("No OS user of its own");
  });

  it.each([
    ["same", "Its server process says the same of itself as the server shows."],
    ["other", "It says something else of itself than the server shows."],
    ["unheard", "Not measured."],
  ] as const)("says what came of asking the Gateway itself: %s", async (ownWord, sentence) => {
    const { text } = await read(content({ ownWord }));
    const line = text.split("\n").find((each) => each.includes("Its Gateway’s own word"));
    expect(line).toContain(sentence);
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
