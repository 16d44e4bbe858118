"use client";

import { Tooltip as BaseTooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";

type TooltipProps = {
  label: ReactNode;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  /** One element that takes a ref and can be focused. */
  children: ReactElement<Record<string, unknown>>;
};

/** A few words on hover and focus. Never the only place where something is said. */
export function Tooltip({ label, side = "top", children }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger delay={400} render={children} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner side={side} sideOffset={6} className="z-50">
          <BaseTooltip.Popup className="max-w-72 rounded-md bg-hull px-2 py-1 text-hull-ink text-xs shadow-pop outline-1 outline-hull-line transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {label}
          </BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  );
}
