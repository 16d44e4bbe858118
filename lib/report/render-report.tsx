import { renderToBuffer } from "@react-pdf/renderer";
import type { ReportContent } from "./report-content.ts";
import { ReportDocument } from "./report-document.tsx";
import { registerReportFonts } from "./report-fonts.ts";

/** @returns the report as a PDF of exactly one A4 page with selectable text */
export function renderReport(content: ReportContent): Promise<Buffer> {
  registerReportFonts();
  return renderToBuffer(<ReportDocument content={content} />);
}
