"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type DialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  description?: ReactNode | undefined;
  /** The buttons, at the bottom right; the one that acts comes last. */
  footer?: ReactNode | undefined;
  size?: "sm" | "md" | "lg" | undefined;
  children?: ReactNode | undefined;
};

const sizeClass = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" } as const;

/** A question that must be answered before going on. Work that can wait belongs in a SidePanel. */
export function Dialog({
  isOpen,
  onOpenChange,
  title,
  description,
  footer,
  size = "sm",
  children,
}: DialogProps) {
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          className={classNames(
            "fixed top-1/2 left-1/2 z-40 flex max-h-[90dvh] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-edge bg-raised shadow-pop transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0",
            sizeClass[size],
          )}
        >
          <header className="pr-12 pl-5 pt-4">
            <BaseDialog.Title className="font-semibold text-lg">{title}</BaseDialog.Title>
          </header>
          <div className="flex flex-col gap-4 overflow-y-auto px-5 pt-1 pb-5">
            {description ? (
              <BaseDialog.Description className="text-dim">{description}</BaseDialog.Description>
            ) : null}
            {children}
          </div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t bg-panel px-5 py-3">{footer}</footer>
          ) : null}
          {/* Last, so that opening focuses the first field or button of the content. */}
          <BaseDialog.Close
            aria-label="Close"
            className="absolute top-3 right-3 flex size-8 items-center justify-center rounded-md text-dim hover:bg-well hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
          </BaseDialog.Close>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
