"use client";

import { Dialog } from "#components/ui/dialog.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { visibleDestinations } from "#components/words/destinations.ts";

type ShortcutsDialogProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void; isOwner: boolean };

export function ShortcutsDialog({ isOpen, onOpenChange, isOwner }: ShortcutsDialogProps) {
  const groups = [
    {
      title: "Anywhere",
      rows: [
        ["⌘K", "Find, or do something"],
        ["/", "Search this page's list"],
        ["?", "This list"],
        ["Esc", "Close what is open"],
      ],
    },
    {
      title: "In a list",
      rows: [
        ["j", "Next row (also ↓)"],
        ["k", "Previous row (also ↑)"],
        ["↵", "Open the row"],
      ],
    },
    {
      title: "Go to",
      rows: visibleDestinations(isOwner).map(({ key, label }) => [`g ${key}`, label]),
    },
  ] as const;
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Keyboard" size="md">
      <div className="gap-8 sm:columns-2">
        {groups.map((group) => (
          <section key={group.title} aria-label={group.title} className="mb-5 break-inside-avoid">
            <h3 className="plate mb-1 text-dim">{group.title}</h3>
            <ul>
              {group.rows.map(([keys = "", label]) => (
                <li key={keys} className="flex min-h-8 items-center justify-between gap-4 border-b text-sm">
                  {label}
                  <Kbd keys={keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
