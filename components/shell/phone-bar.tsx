"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Menu as MenuIcon, Search } from "lucide-react";
import { useState } from "react";
import { Wordmark } from "./logo.tsx";
import { Rail, type RailProps } from "./rail.tsx";

/** The rail of a narrow screen: a bar at the top that opens it as a drawer. */
export function PhoneBar(props: RailProps) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  const buttonClass =
    "flex size-11 items-center justify-center rounded-md -outline-offset-4 focus-visible:outline-hull-ink";
  return (
    <div className="sticky top-0 z-30 flex h-14 items-center justify-between bg-hull pr-1 pl-4 text-hull-ink lg:hidden">
      <Wordmark />
      <div className="flex">
        <button type="button" aria-label="Find or do" className={buttonClass} onClick={props.onOpenPalette}>
          <Search aria-hidden="true" className="size-5" />
        </button>
        <Dialog.Root open={isOpen} onOpenChange={(open) => setIsOpen(open)}>
          <Dialog.Trigger aria-label="Menu" className={buttonClass}>
            <MenuIcon aria-hidden="true" className="size-5" />
          </Dialog.Trigger>
          <Dialog.Portal>
            <Dialog.Backdrop className="fixed inset-0 z-40 bg-veil transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
            <Dialog.Popup className="fixed inset-y-0 left-0 z-40 w-72 max-w-[85vw] transition-transform duration-200 data-ending-style:-translate-x-full data-starting-style:-translate-x-full">
              <Dialog.Title className="sr-only">Menu</Dialog.Title>
              <Rail
                person={props.person}
                onNavigate={close}
                onOpenPalette={() => {
                  close();
                  props.onOpenPalette();
                }}
                onShowShortcuts={() => {
                  close();
                  props.onShowShortcuts();
                }}
              />
              <Dialog.Close className="sr-only">Close the menu</Dialog.Close>
            </Dialog.Popup>
          </Dialog.Portal>
        </Dialog.Root>
      </div>
    </div>
  );
}
