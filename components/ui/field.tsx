"use client";

import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import { FieldContext } from "./field-context.ts";

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode | undefined;
  /** What is wrong with the value and how to put it right; shown beside the field and read out. */
  error?: string | null | undefined;
  isRequired?: boolean | undefined;
  /** Beside the label, at the right: a counter, a link. */
  aside?: ReactNode | undefined;
  className?: string | undefined;
  /** One Input, Textarea or Select. */
  children: ReactNode;
};

export function Field({ label, hint, error, isRequired = false, aside, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint ? hintId : null, error ? errorId : null].filter(Boolean).join(" ");
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
          {isRequired ? null : <span className="font-normal text-faint"> optional</span>}
        </label>
        {aside}
      </div>
      <FieldContext
        value={{ id, describedBy: describedBy || undefined, isInvalid: Boolean(error), isRequired }}
      >
        {children}
      </FieldContext>
      <FieldError id={errorId} message={error} />
      {hint ? (
        <p id={hintId} className="text-dim text-sm">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** An error of a field or a group of fields. */
export function FieldError({ id, message }: { id?: string; message: string | null | undefined }) {
  if (!message) {
    return null;
  }
  return (
    <p id={id} role="alert" className="flex gap-1.5 text-danger text-sm">
      <span aria-hidden="true">▲</span>
      {message}
    </p>
  );
}
