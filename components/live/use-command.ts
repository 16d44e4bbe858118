"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { unwrapAction } from "#components/answers/api-error.ts";
import type { ActionResult } from "#lib/actions/action-result.ts";

type Options<Value> = {
  onDone?: (value: Value) => void;
  /** Told of a refusal besides `error`, for places that have no room to show it. */
  onFailure?: (error: Error) => void;
};

export type Command<Input> = {
  /** Ignored while an earlier press is still on its way, so a double click does one thing. */
  readonly run: (input: Input) => void;
  readonly isPending: boolean;
  /** True after it succeeded, until it is run again: for buttons that lead away from the page. */
  readonly isDone: boolean;
  readonly error: Error | null;
  readonly reset: () => void;
};

/** Runs a server action, and reads everything on screen again afterwards. */
export function useCommand<Input, Value>(
  action: (input: Input) => Promise<ActionResult<Value>>,
  { onDone, onFailure }: Options<Value> = {},
): Command<Input> {
  const queryClient = useQueryClient();
  const isUnderWay = useRef(false);
  const mutation = useMutation<Value, Error, Input>({
    mutationFn: (input) => unwrapAction(action(input)),
    onSuccess: (value) => onDone?.(value),
    onError: (error) => onFailure?.(error),
    onSettled: () => {
      isUnderWay.current = false;
      void queryClient.invalidateQueries();
    },
  });
  return {
    run: (input) => {
      if (isUnderWay.current) return;
      isUnderWay.current = true;
      mutation.mutate(input);
    },
    isPending: mutation.isPending,
    isDone: mutation.isSuccess,
    error: mutation.error,
    reset: mutation.reset,
  };
}
