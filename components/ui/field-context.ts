"use client";

import { createContext, useContext } from "react";

export type FieldControl = {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
  readonly isRequired: boolean;
};

export const FieldContext = createContext<FieldControl | null>(null);

/** The attributes that tie a control to the label, hint and error of the field around it. */
export function useFieldControl(own: { id?: string | undefined; "aria-describedby"?: string | undefined }) {
  const field = useContext(FieldContext);
  return {
    id: own.id ?? field?.id,
    "aria-describedby": own["aria-describedby"] ?? field?.describedBy,
    "aria-invalid": field?.isInvalid || undefined,
    "aria-required": field?.isRequired || undefined,
  };
}
