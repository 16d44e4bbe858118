"use client";

import { RadioCards } from "#components/ui/radio-cards.tsx";
import { type Role, roleHints, roleLabels } from "./role-labels.ts";

type RoleChoiceProps = {
  value: Role | null;
  onValueChange: (role: Role) => void;
  error?: string | null;
};

// Least power first, so that the easiest choice is the safest.
const order = ["account_manager", "operator", "owner"] as const satisfies readonly Role[];

export function RoleChoice({ value, onValueChange, error }: RoleChoiceProps) {
  return (
    <RadioCards
      legend="Role"
      name="role"
      value={value}
      onValueChange={onValueChange}
      error={error}
      options={order.map((role) => ({ value: role, label: roleLabels[role], hint: roleHints[role] }))}
    />
  );
}
