import type { ReactNode } from "react";

type EmptyStateProps = {
  title: ReactNode;
  /** What this place will show, in a sentence or two. */
  children?: ReactNode | undefined;
  /** The one button that begins it. */
  action?: ReactNode | undefined;
  icon?: ReactNode | undefined;
  /** Set where it is all that the page shows. */
  isPage?: boolean | undefined;
};

export function EmptyState({ title, children, action, icon, isPage = false }: EmptyStateProps) {
  const Heading = isPage ? "h1" : "h3";
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      {icon ? <div className="mb-1 text-faint [&_svg]:size-8 [&_svg]:stroke-[1.25]">{icon}</div> : null}
      <Heading className="font-semibold text-lg">{title}</Heading>
      {children ? <div className="max-w-prose text-balance text-dim">{children}</div> : null}
      {action ? <div className="mt-3 flex gap-2">{action}</div> : null}
    </div>
  );
}
