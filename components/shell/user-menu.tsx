"use client";

import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { signOut } from "next-auth/react";
import { useState } from "react";
import { Menu, MenuChoices, MenuItem, MenuLink, MenuSeparator } from "#components/ui/menu.tsx";
import { themeLabels, themes } from "#components/ui/theme.ts";
import { useTheme } from "#components/ui/use-theme.ts";
import type { Person } from "./person.ts";

const themeIcons = { system: <Monitor />, light: <Sun />, dark: <Moon /> };

type UserMenuProps = { person: Person; onShowShortcuts: () => void };

export function UserMenu({ person, onShowShortcuts }: UserMenuProps) {
  const { theme, setTheme } = useTheme();
  const [isLeaving, setIsLeaving] = useState(false);
  return (
    <Menu
      side="top"
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`${person.name}: account, theme, sign out`}
          className="flex w-full items-center gap-3 px-4 py-3 text-left -outline-offset-2 hover:bg-hull-line/60 focus-visible:outline-hull-ink data-popup-open:bg-hull-line"
        >
          <span
            aria-hidden="true"
            className="flex size-7 shrink-0 items-center justify-center rounded-sm border border-hull-dim/50 font-mono text-xs"
          >
            {initials(person.name)}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm">{person.name}</span>
            <span className="block truncate text-hull-dim text-xs">
              {isLeaving ? "Signing out…" : person.roleLabel}
            </span>
          </span>
          <ChevronsUpDown aria-hidden="true" className="size-3.5 text-hull-dim" />
        </button>
      }
    >
      <p className="max-w-60 truncate px-2 pt-1.5 pb-1 text-dim text-sm">{person.email}</p>
      <MenuLink href="/account" icon={<UserRound />}>
        Account and sessions
      </MenuLink>
      <MenuItem icon={<Keyboard />} aside="?" onSelect={onShowShortcuts}>
        Keyboard
      </MenuItem>
      <MenuSeparator />
      <MenuChoices
        label="Theme"
        value={theme}
        onValueChange={setTheme}
        options={themes.map((value) => ({ value, label: themeLabels[value], icon: themeIcons[value] }))}
      />
      <MenuSeparator />
      <MenuItem
        icon={<LogOut />}
        onSelect={() => {
          setIsLeaving(true);
          void signOut({ callbackUrl: "/sign-in" }).catch(() => setIsLeaving(false));
        }}
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words.at(0), words.length > 1 ? words.at(-1) : ""]
    .map((word) => word?.charAt(0).toUpperCase() ?? "")
    .join("");
}
