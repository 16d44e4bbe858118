"use client";

import { SidePanel } from "#components/ui/side-panel.tsx";
import type { ClientDto } from "#lib/services/client/client-dto.ts";
import type { UserNameDto } from "#lib/services/user/user-dto.ts";
import { ClientForm } from "./client-form.tsx";

type ClientPanelProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  managers: readonly UserNameDto[];
  /** The client to edit; a new one when left out. */
  client?: ClientDto;
};

/** The form of a client, beside the list or the client's page. */
export function ClientPanel({ isOpen, onOpenChange, managers, client }: ClientPanelProps) {
  return (
    <SidePanel
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={client ? `Edit ${client.name}` : "Add a client"}
      description={client ? undefined : "Tenants are onboarded afterwards, from the client's page."}
    >
      <ClientForm client={client} managers={managers} onClose={() => onOpenChange(false)} />
    </SidePanel>
  );
}
