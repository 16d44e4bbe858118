"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { type Href, toRoute } from "./href.ts";

export type TabLink = { href: Href; label: ReactNode; aside?: ReactNode };

/** Tabs that are pages of their own: the address says which one is open. */
export function TabLinks({ label, links }: { label: string; links: readonly TabLink[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto border-b">
      {links.map((link) => {
        const isCurrent = pathname === link.href;
        return (
          <Link
            key={link.href}
            href={toRoute(link.href)}
            aria-current={isCurrent ? "page" : undefined}
            className={classNames(
              "-mb-px flex h-10 items-center gap-2 whitespace-nowrap border-b-2 font-medium -outline-offset-2",
              isCurrent ? "border-b-accent text-ink" : "border-transparent text-dim hover:text-ink",
            )}
          >
            {link.label}
            {link.aside === undefined ? null : (
              <span className="font-mono text-faint text-xs">{link.aside}</span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}
