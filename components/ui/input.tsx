"use client";

import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./control-class.ts";
import { useFieldControl } from "./field-context.ts";

type InputProps = ComponentProps<"input"> & {
  /** For slugs, paths, ports and tokens. */
  isMono?: boolean | undefined;
  prefix?: ReactNode | undefined;
};

export function Input({ isMono = false, prefix, className, type = "text", ...rest }: InputProps) {
  const control = useFieldControl(rest);
  const input = (
    <input
      {...rest}
      {...control}
      type={type}
      className={classNames(controlClass, "h-9", isMono && "font-mono", prefix ? "pl-8" : "", className)}
    />
  );
  if (!prefix) {
    return input;
  }
  return (
    <div className="relative">
      <span className="pointer-events-none absolute inset-y-0 left-0 flex w-8 items-center justify-center text-faint [&_svg]:size-4">
        {prefix}
      </span>
      {input}
    </div>
  );
}
