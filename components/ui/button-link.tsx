import Link, { type LinkProps } from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";

type ButtonLinkProps<T> = LinkProps<T> & {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode | undefined;
  className?: string | undefined;
  children: ReactNode;
};

/** A link that looks like a button, for going somewhere. */
export function ButtonLink<T>({
  variant = "secondary",
  size = "md",
  icon,
  className,
  children,
  ...rest
}: ButtonLinkProps<T>) {
  return (
    <Link {...(rest as LinkProps<T>)} className={buttonClass(variant, size, className)}>
      {icon}
      {children}
    </Link>
  );
}
