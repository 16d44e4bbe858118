import { Wordmark } from "#components/shell/logo.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFound() {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 px-6">
      <Wordmark />
      <EmptyState
        isPage
        title="No page has this address"
        action={<ButtonLink href="/">To the fleet</ButtonLink>}
      >
        Check what was typed, or begin at the fleet and search with ⌘K.
      </EmptyState>
    </main>
  );
}
