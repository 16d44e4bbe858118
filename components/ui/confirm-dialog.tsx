"use client";

import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field, FieldError } from "./field.tsx";
import { Input } from "./input.tsx";

type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: ReactNode;
  description?: ReactNode | undefined;
  /** What the acting button says: "Remove Gateway", never "OK". */
  confirmLabel: string;
  onConfirm: () => void;
  isPending?: boolean | undefined;
  isDangerous?: boolean | undefined;
  /** When given, the button acts only after this was typed exactly. */
  typeToConfirm?: string | undefined;
  error?: string | null | undefined;
  /** The plan: what will happen, further choices. */
  children?: ReactNode | undefined;
};

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onOpenChange, title, description } = props;
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={title} description={description} size="sm">
      <ConfirmForm {...props} />
    </Dialog>
  );
}

/** Mounted with each opening, so that nothing typed for one thing counts for the next. */
function ConfirmForm(props: ConfirmDialogProps) {
  const { confirmLabel, onConfirm, onOpenChange, isPending, isDangerous, typeToConfirm, error } = props;
  const [typed, setTyped] = useState("");
  const canConfirm = typeToConfirm === undefined || typed === typeToConfirm;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (canConfirm && !isPending) {
          onConfirm();
        }
      }}
    >
      {props.children}
      {typeToConfirm === undefined ? null : (
        <Field
          isRequired
          label={
            <>
              Type <span className="font-mono">{typeToConfirm}</span> to confirm
            </>
          }
        >
          <Input
            isMono
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Field>
      )}
      <FieldError message={error} />
      <div className="flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>Cancel</Button>
        <Button
          type="submit"
          variant={isDangerous ? "danger" : "primary"}
          disabled={!canConfirm}
          isPending={isPending ?? false}
        >
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}
