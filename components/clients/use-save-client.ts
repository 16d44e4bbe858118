"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError, unwrapAction } from "#components/answers/api-error.ts";
import { createClient, updateClient } from "#lib/actions/client.ts";
import type { ClientDto } from "#lib/services/client/client-dto.ts";
import { clientKeys } from "./clients-queries.ts";

export type ClientInput = {
  name: string;
  contactName: string;
  contactEmail: string;
  notes: string;
  accountManagerId: string | null;
};

/** Creates a client, or saves an edit of the version given. */
export function useSaveClient(edited: ClientDto | undefined, onSaved: (client: ClientDto) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: ClientInput) =>
      unwrapAction(
        edited
          ? updateClient({ ...input, clientId: edited.id, version: edited.version })
          : createClient(input),
      ),
    onSuccess: (client) => {
      queryClient.setQueryData(clientKeys.one(client.id), client);
      void queryClient.invalidateQueries({ queryKey: clientKeys.all });
      void queryClient.invalidateQueries({ queryKey: ["activity"] });
      onSaved(client);
    },
    onError: (error) => {
      // After a conflict the form must know what stands there now.
      if (edited && error instanceof ApiError && error.code === "CONFLICT") {
        void queryClient.invalidateQueries({ queryKey: clientKeys.one(edited.id) });
      }
    },
  });
}
