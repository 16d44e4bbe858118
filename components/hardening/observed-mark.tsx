import { CircleCheck, CircleDashed, CircleSlash } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import type { ObservedSetting } from "#lib/domain/hardening/setting.ts";
import { observedLabels } from "./hardening-words.ts";

const icons = {
  on: <CircleCheck aria-hidden="true" />,
  off: <CircleSlash aria-hidden="true" />,
  unknown: <CircleDashed aria-hidden="true" />,
} as const;

/** What is seen of a setting, in a shape and a word. Verdicts have marks of their own. */
export function ObservedMark({ observed }: { observed: ObservedSetting }) {
  return (
    <Badge tone={observed === "unknown" ? "dashed" : "neutral"} icon={icons[observed]}>
      {observedLabels[observed]}
    </Badge>
  );
}
