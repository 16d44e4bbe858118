import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";

type SectionProps = {
  title: ReactNode;
  /** At the right of the title: a count, an age, a button. */
  aside?: ReactNode | undefined;
  /** `panel` frames the content; `plain` leaves a table or list to frame itself. */
  frame?: "panel" | "plain" | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** A titled part of a page. */
export function Section({ title, aside, frame = "panel", className, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={className}>
      <div className="mb-2 flex min-h-7 items-center justify-between gap-3">
        <h2 id={id} className="plate text-dim">
          {title}
        </h2>
        {aside ? <div className="flex items-center gap-2 text-dim text-sm">{aside}</div> : null}
      </div>
      <div className={classNames(frame === "panel" && "rounded-md border bg-panel px-4 py-3")}>
        {children}
      </div>
    </section>
  );
}
