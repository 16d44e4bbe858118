import { Document, Page, StyleSheet, Text, View } from "@react-pdf/renderer";
import { itemLabels } from "#lib/domain/checklist/item.ts";
import { residualRisk } from "#lib/domain/checklist/residual-risks.ts";
import { verdictLabels } from "#lib/domain/checklist/verdict.ts";
import { type OverallPartId, overallPartLabels } from "#lib/domain/overall/overall.ts";
import { itemCounts, overallOfReport, type ReportContent } from "./report-content.ts";
import {
  attemptsSentence,
  auditSentence,
  itemSentence,
  minute,
  mistakesSentence,
  wordSentence,
} from "./report-sentences.ts";
import { VerdictShape, verdictInk } from "./verdict-shape.tsx";

/**
 * Every text has a largest number of lines and every block room for them, so the
 * page is one A4 sheet (595 × 842 pt) whatever the names in it. Blocks have a
 * least height, not a fixed one: a fixed one makes the renderer drop lines. A
 * line height needs its font size beside it: it doesn't use an inherited one.
 */
const styles = StyleSheet.create({
  page: { fontFamily: "Geist", fontSize: 8, color: "#171b21", paddingHorizontal: 36, paddingTop: 30 },
  header: { minHeight: 122 },
  eyebrow: { fontSize: 7.5, color: "#5b6470" },
  client: { fontSize: 17, fontWeight: 600, marginTop: 3, lineHeight: 1.2 },
  tenant: { fontSize: 10, marginTop: 2, color: "#39414c" },
  overall: { marginTop: 7, flexDirection: "row", alignItems: "center", gap: 5 },
  word: { fontSize: 11, fontWeight: 600 },
  parts: { marginTop: 4, flexDirection: "row" },
  part: { width: 130, flexDirection: "row", gap: 4, paddingRight: 6 },
  partText: { fontSize: 8, lineHeight: 1.25 },
  summary: { marginTop: 5, fontSize: 8, lineHeight: 1.3 },
  columns: {
    flexDirection: "row",
    minHeight: 14,
    borderBottomWidth: 1,
    borderBottomColor: "#171b21",
    color: "#5b6470",
    fontSize: 7,
  },
  row: {
    flexDirection: "row",
    minHeight: 35,
    paddingTop: 5,
    borderBottomWidth: 0.5,
    borderBottomColor: "#cfd4da",
  },
  item: { width: 104, fontWeight: 600, fontSize: 8.5 },
  verdict: { width: 82, flexDirection: "row", gap: 4, alignItems: "flex-start", fontWeight: 600 },
  observed: { width: 259, paddingRight: 8 },
  measured: { width: 78, color: "#39414c", fontSize: 7, lineHeight: 1.3 },
  section: { marginTop: 9, fontWeight: 600, fontSize: 9 },
  findings: { marginTop: 8, minHeight: 79 },
  risks: { marginTop: 3, minHeight: 138 },
  risk: { minHeight: 22, paddingBottom: 3, flexDirection: "row" },
  short: { minHeight: 13 },
  riskTitle: { width: 150, fontWeight: 600, paddingRight: 8 },
  riskText: { width: 373 },
  prose: { fontSize: 8, lineHeight: 1.25 },
  footer: {
    position: "absolute",
    left: 36,
    right: 36,
    bottom: 20,
    fontSize: 6.8,
    color: "#5b6470",
    lineHeight: 1.35,
  },
});

const clamp = (lines: number) => ({ maxLines: lines, textOverflow: "ellipsis" as const });
const partLabels: Record<OverallPartId, string> = { ...overallPartLabels, audit: "OpenClaw’s audit" };
const rungWords = {
  "os-user": "a Gateway of its own under its own OS user",
  profile: "a Gateway of its own under an OS user that it shares",
} as const;

/** The one-page boundary checklist of a tenant. */
export function ReportDocument({ content }: { content: ReportContent }) {
  return (
    <Document
      title={`Boundary checklist: ${content.clientName}, ${content.tenantName}`}
      author="Bulkhead"
      creationDate={new Date(content.createdAt)}
    >
      <Page size="A4" style={styles.page}>
        <Header content={content} />
        <View style={styles.columns}>
          <Text style={styles.item}>Item</Text>
          <Text style={styles.verdict}>Verdict</Text>
          <Text style={styles.observed}>What came of looking</Text>
          <Text style={styles.measured}>Measured</Text>
        </View>
        {content.items.map((row) => (
          <ItemRow key={row.item} row={row} />
        ))}
        <View style={styles.findings}>
          <Finding
            title="Attempts from other tenants"
            text={attemptsSentence(content)}
            lines={attemptLines(content)}
          />
          <Finding title="Known mistakes" text={mistakesSentence(content)} />
          <Finding title="Its Gateway’s own word" text={wordSentence(content)} lines={1} />
          <Finding title="OpenClaw’s own security audit" text={auditSentence(content)} />
        </View>
        <Text style={styles.section}>What is not isolated</Text>
        <View style={styles.risks}>
          {content.residualRisks.map(residualRisk).map((risk) => (
            <Finding key={risk.id} title={risk.title} text={risk.buyerText} />
          ))}
        </View>
        <Text style={[styles.footer, clamp(3)]}>
          {`This is a self-assessment by the operator of the host, made with Bulkhead from what was observed there. “Proven” means observed on the host to belong to this tenant alone when it was measured. Report ${content.id}, made ${minute(content.createdAt)} by ${content.createdBy}.`}
        </Text>
      </Page>
    </Document>
  );
}

function Header({ content }: { content: ReportContent }) {
  const { proven, failed, "not-measured": missing } = itemCounts(content);
  const failures = failed === 0 ? "none failed" : `${failed} failed`;
  const { verdict, parts } = overallOfReport(content);
  return (
    <View style={styles.header}>
      <Text style={[styles.eyebrow, clamp(1)]}>{`Boundary checklist · ${minute(content.createdAt)}`}</Text>
      <Text style={[styles.client, clamp(1)]}>{content.clientName}</Text>
      <Text style={[styles.tenant, clamp(1)]}>{content.tenantName}</Text>
      <View style={styles.overall}>
        <VerdictShape verdict={verdict} />
        <Text style={[styles.word, { color: verdictInk[verdict] }]}>{verdictLabels[verdict]}</Text>
        <Text style={styles.eyebrow}>as bad as the worst of what is known:</Text>
      </View>
      <View style={styles.parts}>
        {parts.map(({ part, verdict: own, words }) => (
          <View key={part} style={styles.part}>
            <VerdictShape verdict={own} />
            <Text style={[styles.partText, clamp(1)]}>{`${partLabels[part]}: ${words}`}</Text>
          </View>
        ))}
      </View>
      <Text style={[styles.summary, clamp(1)]}>
        {`${10 - missing} of 10 items measured, ${proven} proven separate, ${failures}. Boundary: ${rungWords[content.rung]}.`}
      </Text>
    </View>
  );
}

/** As many as the rest of the page leaves room for. */
function attemptLines({ attempts, reachedOthers }: ReportContent): number {
  const reached = attempts === null ? 0 : attempts.reached + attempts.accepted;
  return reached + reachedOthers.length > 0 ? 5 : 3;
}

function Finding({ title, text, lines = 2 }: { title: string; text: string; lines?: number }) {
  return (
    <View style={[styles.risk, lines === 1 ? styles.short : {}]}>
      <Text style={[styles.riskTitle, clamp(1)]}>{title}</Text>
      <View style={styles.riskText}>
        <Text style={[styles.prose, clamp(lines)]}>{text}</Text>
      </View>
    </View>
  );
}

function ItemRow({ row }: { row: ReportContent["items"][number] }) {
  return (
    <View style={styles.row}>
      <Text style={styles.item}>{itemLabels[row.item]}</Text>
      <View style={styles.verdict}>
        <VerdictShape verdict={row.verdict} />
        <Text style={{ color: verdictInk[row.verdict] }}>{verdictLabels[row.verdict]}</Text>
      </View>
      <View style={styles.observed}>
        <Text style={[styles.prose, clamp(3)]}>{itemSentence(row)}</Text>
      </View>
      <Text style={[styles.measured, clamp(2)]}>
        {row.measuredAt === null ? "Never" : minute(row.measuredAt)}
      </Text>
    </View>
  );
}
