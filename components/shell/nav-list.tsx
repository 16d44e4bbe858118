"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "#components/ui/class-names.ts";
import { toRoute } from "#components/ui/href.ts";
import { LinkPending } from "#components/ui/link-pending.tsx";
import { visibleDestinations } from "#components/words/destinations.ts";

/** The links of the rail and of the phone's drawer. */
export function NavList({
  isOwner,
  onNavigate,
}: {
  isOwner: boolean;
  onNavigate?: (() => void) | undefined;
}) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col">
        {visibleDestinations(isOwner).map(({ href, label, icon: Icon, key }) => {
          const isCurrent = isWithin(pathname, href);
          return (
            <li key={href}>
              <Link
                href={toRoute(href)}
                onClick={() => onNavigate?.()}
                aria-current={isCurrent ? "page" : undefined}
                className={classNames(
                  "group flex h-10 items-center gap-3 border-l-[3px] px-4 -outline-offset-2 transition-colors duration-100",
                  isCurrent
                    ? "border-l-hull-ink bg-hull-line font-medium text-hull-ink"
                    : "border-l-transparent text-hull-dim hover:bg-hull-line/60 hover:text-hull-ink",
                )}
              >
                <LinkPending>
                  <Icon aria-hidden="true" className="size-4 stroke-[1.75]" />
                </LinkPending>
                <span className="flex-1">{label}</span>
                <span
                  aria-hidden="true"
                  className="plate text-hull-dim opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 max-lg:hidden"
                >
                  g {key}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** True when the address belongs to the destination: `/tenants/acme` to Tenants. */
function isWithin(pathname: string, href: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
