import Link from "next/link";
import { ItemMarks } from "#components/checklist/item-marks.tsx";
import { PhaseMark } from "#components/gateways/phase-mark.tsx";
import { toRoute } from "#components/ui/href.ts";
import { OverallWord } from "#components/verdict/overall-mark.tsx";
import type { CompartmentDto } from "#lib/services/fleet/fleet-dto.ts";
import type { Box } from "./hull-layout.ts";

/** What stands in a compartment: whose it is, whether it runs, its one word and its checklist. The whole of it leads to the tenant. */
export function HullCompartment({ compartment, box }: { compartment: CompartmentDto; box: Box }) {
  return (
    <Link
      href={toRoute(`/tenants/${compartment.slug}`)}
      className="absolute flex flex-col overflow-hidden rounded-sm p-3 -outline-offset-2 hover:bg-well"
      style={{ left: box.x + 5, top: box.y + 5, width: box.width - 10, height: box.height - 10 }}
    >
      <span
        className="line-clamp-2 shrink-0 font-semibold leading-5 [overflow-wrap:anywhere]"
        title={compartment.name}
      >
        {compartment.name}
      </span>
      <span className="shrink-0 truncate text-faint text-xs" title={compartment.clientName}>
        {compartment.clientName}
      </span>
      <span className="mt-auto flex flex-col gap-1">
        <PhaseMark phase={compartment.phase} className="text-xs" />
        <span className="flex [&_span]:text-xs">
          <OverallWord overall={compartment.overall} />
        </span>
        {box.width >= 156 ? <ItemMarks counts={compartment.counts} /> : null}
      </span>
    </Link>
  );
}
