"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sessionsKey } from "#components/account/sessions-queries.ts";
import { unwrapAction } from "#components/answers/api-error.ts";
import { updateUser } from "#lib/actions/user.ts";
import type { UserDto } from "#lib/services/user/user-dto.ts";
import { peopleKey } from "./people-queries.ts";
import type { Role } from "./role-labels.ts";

export type PersonChanges = { name?: string; email?: string; role?: Role; isDisabled?: boolean };

export function useUpdatePerson(person: UserDto, onUpdated: (user: UserDto) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (changes: PersonChanges) => unwrapAction(updateUser({ ...changes, userId: person.id })),
    onSuccess: (user) => {
      void queryClient.invalidateQueries({ queryKey: peopleKey });
      void queryClient.invalidateQueries({ queryKey: sessionsKey });
      onUpdated(user);
    },
  });
}
