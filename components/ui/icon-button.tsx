"use client";

import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";

type IconButtonProps = Omit<ComponentProps<"button">, "children" | "aria-label"> & {
  /** Read by screen readers and shown on hover and focus. */
  label: string;
  icon: ReactNode;
  size?: "sm" | "md" | undefined;
  isPending?: boolean | undefined;
};

export function IconButton({
  label,
  icon,
  size = "md",
  isPending = false,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-busy={isPending || undefined}
        className={classNames(
          "inline-flex shrink-0 items-center justify-center rounded-md text-dim transition-colors duration-100 hover:not-disabled:bg-well hover:not-disabled:text-ink disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4",
          size === "sm" ? "size-7" : "size-9",
          className,
        )}
      >
        {isPending ? <Spinner /> : icon}
      </button>
    </Tooltip>
  );
}
