"use client";

import type { ComponentProps, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonProps = ComponentProps<"button"> & {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode | undefined;
  /** Shows the spinner and ignores presses; the button keeps the focus. */
  isPending?: boolean | undefined;
};

/** A press that does something. Defaults to `type="button"`; a form's own button says `type="submit"`. */
export function Button({
  variant = "secondary",
  size = "md",
  icon,
  isPending = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={isPending || undefined}
      aria-busy={isPending || undefined}
      className={buttonClass(variant, size, className)}
      onClick={(event) => {
        if (isPending) {
          event.preventDefault();
          return;
        }
        onClick?.(event);
      }}
    >
      {isPending ? <Spinner /> : icon}
      {children}
    </button>
  );
}
