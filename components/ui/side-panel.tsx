"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

type SidePanelProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  description?: ReactNode | undefined;
  /** Stays at the bottom while the content scrolls. */
  footer?: ReactNode | undefined;
  size?: "md" | "lg" | undefined;
  children: ReactNode;
};

/** Detail or a form beside the list it came from. The list stays visible; Escape closes. */
export function SidePanel(props: SidePanelProps) {
  const { isOpen, onOpenChange, title, description, footer, size = "md", children } = props;
  return (
    <BaseDialog.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          className={classNames(
            "fixed inset-y-0 right-0 z-40 flex w-full flex-col border-l border-l-edge bg-panel shadow-panel transition-transform duration-200 ease-out data-ending-style:translate-x-full data-starting-style:translate-x-full",
            size === "md" ? "sm:max-w-[30rem]" : "sm:max-w-[44rem]",
          )}
        >
          <header className="border-b py-4 pr-14 pl-5">
            <div>
              <BaseDialog.Title className="font-semibold text-lg">{title}</BaseDialog.Title>
              {description ? (
                <BaseDialog.Description className="mt-0.5 text-dim text-sm">
                  {description}
                </BaseDialog.Description>
              ) : null}
            </div>
          </header>
          <div className="flex-1 overflow-y-auto px-5 py-5">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t bg-raised px-5 py-3">
              {footer}
            </footer>
          ) : null}
          {/* Last, so that opening focuses the first field or button of the content. */}
          <BaseDialog.Close
            aria-label="Close"
            className="absolute top-3 right-3 flex size-8 shrink-0 items-center justify-center rounded-md text-dim hover:bg-well hover:text-ink"
          >
            <X aria-hidden="true" className="size-4" />
          </BaseDialog.Close>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
