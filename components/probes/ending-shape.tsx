import { Minus } from "lucide-react";
import { classNames } from "#components/ui/class-names.ts";
import { VerdictShape } from "#components/verdict/verdict-mark.tsx";
import type { Ending } from "#lib/domain/probe/ending.ts";

/** The verdict's shape, or a dash where there was nothing to reach: that is no verdict. Tell the word beside it. */
export function EndingShape({ ending, className }: { ending: Ending; className?: string }) {
  if (ending !== "not-applicable") return <VerdictShape verdict={ending} {...(className && { className })} />;
  return <Minus aria-hidden="true" className={classNames("size-3.5 shrink-0 text-faint", className)} />;
}
