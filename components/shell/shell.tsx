"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState, useTransition } from "react";
import { CommandPalette } from "#components/palette/command-palette.tsx";
import { PaletteActionsProvider } from "#components/palette/use-palette-actions.tsx";
import { type Href, toRoute } from "#components/ui/href.ts";
import { ProgressBar } from "#components/ui/meter.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import type { Person } from "./person.ts";
import { PhoneBar } from "./phone-bar.tsx";
import { Rail } from "./rail.tsx";
import { ShortcutsDialog } from "./shortcuts-dialog.tsx";
import { useShortcuts } from "./use-shortcuts.ts";

/** The frame around every page of a signed-in person. */
export function Shell({ person, children }: { person: Person; children: ReactNode }) {
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const router = useRouter();
  const [isGoing, startGoing] = useTransition();
  const onGo = (href: Href) => startGoing(() => router.push(toRoute(href)));
  const onOpenPalette = () => setIsPaletteOpen(true);
  const onShowShortcuts = () => setIsHelpOpen(true);
  useShortcuts({ isOwner: person.isOwner, onGo, onOpenPalette, onShowShortcuts });
  const rail = { person, onOpenPalette, onShowShortcuts };
  return (
    <PaletteActionsProvider>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      {isGoing ? (
        <div className="fixed inset-x-0 top-0 z-50">
          <ProgressBar label="Loading the page" value={null} />
        </div>
      ) : null}
      <div className="min-h-dvh max-lg:[--sticky-top:3.5rem] lg:pl-56">
        <aside className="fixed inset-y-0 left-0 z-30 w-56 max-lg:hidden">
          <Rail {...rail} />
        </aside>
        <PhoneBar {...rail} />
        <ConnectionBanner />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto max-w-[112rem] px-4 py-5 outline-none md:px-8 md:py-7"
        >
          {children}
        </main>
      </div>
      <CommandPalette
        isOpen={isPaletteOpen}
        onOpenChange={setIsPaletteOpen}
        onGo={onGo}
        isOwner={person.isOwner}
      />
      <ShortcutsDialog isOpen={isHelpOpen} onOpenChange={setIsHelpOpen} isOwner={person.isOwner} />
    </PaletteActionsProvider>
  );
}
