import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { type Href, toRoute } from "./href.ts";

type PageHeaderProps = {
  title: ReactNode;
  /** Beside the title: a verdict, a state. */
  mark?: ReactNode | undefined;
  /** Under the title, one line. */
  meta?: ReactNode | undefined;
  /** Where one came from. */
  trail?: readonly { href: Href; label: string }[];
  actions?: ReactNode | undefined;
};

export function PageHeader({ title, mark, meta, trail = [], actions }: PageHeaderProps) {
  return (
    <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        {trail.length > 0 ? (
          <nav aria-label="Breadcrumb" className="mb-1 flex items-center gap-1 text-dim text-sm">
            {trail.map((crumb, index) => (
              <span key={crumb.href} className="flex items-center gap-1">
                {index > 0 ? <ChevronRight aria-hidden="true" className="size-3.5" /> : null}
                <Link href={toRoute(crumb.href)} className="hover:text-ink hover:underline">
                  {crumb.label}
                </Link>
              </span>
            ))}
          </nav>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-semibold text-xl tracking-tight [overflow-wrap:anywhere]">{title}</h1>
          {mark}
        </div>
        {meta ? <div className="mt-1 text-dim text-sm">{meta}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
