import { requireActor } from "#lib/auth/current-actor.ts";
import { renderReport } from "#lib/report/render-report.tsx";
import { errorResponse } from "#lib/services/http-error.ts";
import { getReport } from "#lib/services/report/index.ts";

/** The frozen checklist as a PDF. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  try {
    const report = await getReport(await requireActor(), await params);
    const pdf = await renderReport(report);
    const name = `boundary-checklist-${report.tenantSlug}-${report.createdAt.slice(0, 10)}.pdf`;
    return new Response(new Uint8Array(pdf), {
      headers: {
        "content-type": "application/pdf",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    return errorResponse(error);
  }
}
