"use client";

import { useEffect, useRef } from "react";

/** A ref for a form: each new error moves the focus to the first field that has one. */
export function useFocusInvalid(error: unknown) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) {
      form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    }
  }, [error]);
  return form;
}
