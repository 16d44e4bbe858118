"use client";

import { toFailure } from "#components/answers/api-error.ts";
import { useCommand } from "#components/live/use-command.ts";
import { useFocusInvalid } from "#components/ui/use-focus-invalid.ts";
import type { ActionResult } from "#lib/actions/action-result.ts";
import { readSecretForm, type SecretFormReading } from "./secret-form.ts";

/** A form that holds secrets: read when it is sent, emptied when that went well. */
export function useSecretForm<Value>(
  send: (form: SecretFormReading) => Promise<ActionResult<Value>>,
  onDone: (value: Value) => void,
) {
  const command = useCommand((_: null) => send(read()), {
    onDone: (value) => {
      ref.current?.reset();
      onDone(value);
    },
  });
  const ref = useFocusInvalid(command.error);
  const problems: Readonly<Record<string, string>> = command.error ? toFailure(command.error).fields : {};

  function read() {
    return readSecretForm(ref.current);
  }

  return {
    ref,
    read,
    problems,
    error: command.error,
    isPending: command.isPending,
    submit: () => command.run(null),
  };
}

export type SecretForm = Omit<ReturnType<typeof useSecretForm>, "problems"> & {
  /** What is wrong, by the field's name. */
  readonly problems: Readonly<Record<string, string>>;
};
