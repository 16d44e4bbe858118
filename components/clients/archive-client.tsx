"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Archive, ArchiveRestore } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { unwrapAction } from "#components/answers/api-error.ts";
import { FormFailure } from "#components/answers/failure-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { archiveClient, unarchiveClient } from "#lib/actions/client.ts";
import type { ClientDto } from "#lib/services/client/client-dto.ts";
import { clientKeys } from "./clients-queries.ts";

/** Takes a client out of the lists, or brings it back. Refused while it has tenants, and then says which. */
export function ArchiveClient({ client }: { client: ClientDto }) {
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const change = useMutation({
    mutationFn: () =>
      unwrapAction((client.isArchived ? unarchiveClient : archiveClient)({ clientId: client.id })),
    onSuccess: (changed) => {
      queryClient.setQueryData(clientKeys.one(changed.id), changed);
      void queryClient.invalidateQueries({ queryKey: clientKeys.all });
      void queryClient.invalidateQueries({ queryKey: ["activity"] });
      setIsAsking(false);
      toast(changed.isArchived ? `${changed.name} archived.` : `${changed.name} is back.`);
    },
  });
  return (
    <>
      <Button
        icon={client.isArchived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
        onClick={() => {
          change.reset();
          setIsAsking(true);
        }}
      >
        {client.isArchived ? "Restore" : "Archive"}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={client.isArchived ? `Restore ${client.name}?` : `Archive ${client.name}?`}
        description={
          client.isArchived
            ? "It returns to the lists, and tenants can be onboarded for it again."
            : "It leaves the lists; everything about it is kept, and it can be restored. A client with tenants can't be archived."
        }
        confirmLabel={client.isArchived ? "Restore client" : "Archive client"}
        onConfirm={() => change.mutate()}
        isPending={change.isPending}
      >
        <FormFailure error={change.error} />
      </ConfirmDialog>
    </>
  );
}
