import { requireActor } from "#lib/auth/current-actor.ts";
import { renderReport } from "#lib/report/render-report.tsx";
import { errorResponse } from "#lib/services/http-error.ts";
import { HeldSlots } from "#lib/services/limits/held-slots.ts";
import { Turnstile } from "#lib/services/limits/turnstile.ts";
import { getReport } from "#lib/services/report/index.ts";

/** Laying out a page takes a core for a second. */
const renders = new Turnstile({ atOnce: 1, waiting: 8 });
const slots = new HeldSlots({ name: "PDFs", most: 3, nextStep: "Wait until one of them is there." });

/** The frozen checklist as a PDF. */
export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  try {
    const actor = await requireActor();
    const report = await getReport(actor, await params);
    const pdf = await slots.with(actor, () => renders.run(() => renderReport(report)));
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
