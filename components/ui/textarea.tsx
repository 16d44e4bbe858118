"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./control-class.ts";
import { useFieldControl } from "./field-context.ts";

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<"textarea">) {
  const control = useFieldControl(rest);
  return (
    <textarea
      {...rest}
      {...control}
      rows={rows}
      className={classNames(controlClass, "field-sizing-content min-h-20 resize-y py-2", className)}
    />
  );
}
