"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { toRoute } from "#components/ui/href.ts";
import { Kbd } from "#components/ui/kbd.tsx";
import { Wordmark } from "./logo.tsx";
import { NavList } from "./nav-list.tsx";
import type { Person } from "./person.ts";
import { UserMenu } from "./user-menu.tsx";

export type RailProps = {
  person: Person;
  onOpenPalette: () => void;
  onShowShortcuts: () => void;
  onNavigate?: (() => void) | undefined;
};

/** The dark edge of the hull: where one is and where one can go. */
export function Rail({ person, onOpenPalette, onShowShortcuts, onNavigate }: RailProps) {
  return (
    <div className="flex h-full flex-col bg-hull text-hull-ink [&_:focus-visible]:outline-hull-ink">
      <Link
        href={toRoute("/")}
        onClick={() => onNavigate?.()}
        className="flex h-16 items-center px-4 -outline-offset-4"
      >
        <Wordmark />
      </Link>
      <div className="px-4 pb-4">
        <button
          type="button"
          onClick={onOpenPalette}
          className="flex h-9 w-full items-center gap-2 rounded-md border border-hull-dim/50 px-2.5 text-hull-dim text-sm hover:border-hull-dim hover:text-hull-ink"
        >
          <Search aria-hidden="true" className="size-4" />
          <span className="flex-1 text-left">Find or do…</span>
          <Kbd keys="⌘K" />
        </button>
      </div>
      <div className="flex-1 overflow-y-auto">
        <NavList isOwner={person.isOwner} onNavigate={onNavigate} />
      </div>
      <div className="border-t border-t-hull-line">
        <UserMenu person={person} onShowShortcuts={onShowShortcuts} />
      </div>
    </div>
  );
}
