import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

type CalloutProps = {
  /** `caution` and `danger` are hatched at the edge. */
  tone?: "note" | "caution" | "danger" | undefined;
  title?: ReactNode | undefined;
  children?: ReactNode | undefined;
  action?: ReactNode | undefined;
  /** Set when it appears as the answer to something just done. */
  role?: "alert" | "status" | undefined;
};

const edgeClass = { note: "bg-accent", caution: "hatch text-ink", danger: "hatch text-danger" } as const;

export function Callout({ tone = "note", title, children, action, role }: CalloutProps) {
  return (
    <div
      role={role}
      className={classNames(
        "flex overflow-hidden rounded-md border bg-panel",
        tone === "danger" ? "border-danger" : "border-edge",
      )}
    >
      <div aria-hidden="true" className={classNames("w-1.5 shrink-0", edgeClass[tone])} />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-4 gap-y-2 px-3.5 py-2.5">
        <div className="min-w-0 flex-1 basis-60">
          {title ? <p className="font-semibold">{title}</p> : null}
          {children ? <div className="text-dim text-sm">{children}</div> : null}
        </div>
        {action}
      </div>
    </div>
  );
}
