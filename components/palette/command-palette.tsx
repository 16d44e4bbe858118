"use client";

import { Dialog } from "@base-ui/react/dialog";
import type { Href } from "#components/ui/href.ts";
import { PaletteList } from "./palette-list.tsx";

type CommandPaletteProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onGo: (href: Href) => void;
  isOwner: boolean;
};

/** Everything one key away: go somewhere, find a tenant or client, do what the page can do. */
export function CommandPalette({ isOpen, onOpenChange, onGo, isOwner }: CommandPaletteProps) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed top-[12dvh] left-1/2 z-40 flex max-h-[70dvh] w-[calc(100vw-1.5rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-lg border border-edge bg-raised shadow-pop transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
          <Dialog.Title className="sr-only">Find or do</Dialog.Title>
          <PaletteList isOwner={isOwner} onGo={onGo} onDone={() => onOpenChange(false)} />
          <Dialog.Close className="sr-only">Close</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
