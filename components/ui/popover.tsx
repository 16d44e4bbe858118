"use client";

import { Popover as BasePopover } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

type PopoverProps = {
  trigger: ReactElement<Record<string, unknown>>;
  title?: ReactNode | undefined;
  align?: "start" | "center" | "end" | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  children: ReactNode;
};

/** Something to read or set that belongs to the thing pressed. */
export function Popover({ trigger, title, align = "start", side = "bottom", children }: PopoverProps) {
  return (
    <BasePopover.Root>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner align={align} side={side} sideOffset={6} className="z-50">
          <BasePopover.Popup className="w-80 max-w-[calc(100vw-2rem)] rounded-md border border-edge bg-raised p-4 shadow-pop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {title ? <BasePopover.Title className="mb-2 font-semibold">{title}</BasePopover.Title> : null}
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
