import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button-class.ts";
import { type Href, toRoute } from "./href.ts";

type ButtonLinkProps = {
  href: Href;
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  icon?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
};

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({
  href,
  variant = "secondary",
  size = "md",
  icon,
  className,
  children,
}: ButtonLinkProps) {
  return (
    <Link href={toRoute(href)} className={buttonClass(variant, size, className)}>
      {icon}
      {children}
    </Link>
  );
}
