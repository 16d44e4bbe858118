import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

type MonoProps = {
  /** Cut with an ellipsis when there is no room; the whole value then stands in the title. */
  isTruncated?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** Paths, ids, ports, users, hashes. */
export function Mono({ isTruncated = false, className, children }: MonoProps) {
  return (
    <span
      title={isTruncated && typeof children === "string" ? children : undefined}
      className={classNames(
        "font-mono text-[0.92em]",
        isTruncated ? "block truncate" : "[overflow-wrap:anywhere]",
        className,
      )}
    >
      {children}
    </span>
  );
}
