"use client";

import { SessionList } from "#components/account/session-list.tsx";
import { Section } from "#components/ui/section.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import type { OneTimePasswordDto, UserDto } from "#lib/services/user/user-dto.ts";
import { Access } from "./people-table.tsx";
import { PersonAccess } from "./person-access.tsx";
import { PersonForm } from "./person-form.tsx";

type PersonPanelProps = {
  person: UserDto | null;
  isOneself: boolean;
  onClose: () => void;
  onPasswordReset: (handedOut: OneTimePasswordDto) => void;
};

/** One person, beside the list: name and role, access, browsers. */
export function PersonPanel({ person, isOneself, onClose, onPasswordReset }: PersonPanelProps) {
  return (
    <SidePanel
      isOpen={person !== null}
      onOpenChange={onClose}
      title={person?.name ?? ""}
      description={
        person ? (
          <span className="flex items-center gap-2">
            {person.email} <Access user={person} />
          </span>
        ) : null
      }
    >
      {person ? (
        <div className="flex flex-col gap-7">
          <PersonForm key={person.id} person={person} isOneself={isOneself} />
          <PersonAccess person={person} isOneself={isOneself} onPasswordReset={onPasswordReset} />
          <Section title="Sessions">
            <SessionList userId={person.id} />
          </Section>
        </div>
      ) : null}
    </SidePanel>
  );
}
