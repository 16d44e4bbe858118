import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

type BadgeProps = {
  /** `solid` is for the one that stands out in a list; verdicts have a mark of their own. */
  tone?: "neutral" | "accent" | "solid" | "dashed" | undefined;
  icon?: ReactNode | undefined;
  className?: string | undefined;
  children: ReactNode;
};

const toneClass = {
  neutral: "border-rule bg-well text-dim",
  accent: "border-transparent bg-accent-soft text-accent-strong",
  solid: "border-ink bg-ink text-panel",
  dashed: "border-dashed border-edge bg-transparent text-dim",
} as const;

export function Badge({ tone = "neutral", icon, className, children }: BadgeProps) {
  return (
    <span
      className={classNames(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-xs [&_svg]:size-3",
        toneClass[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
