import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function PanelNotFound() {
  return (
    <EmptyState isPage title="There is nothing here" action={<ButtonLink href="/">To the fleet</ButtonLink>}>
      The address is mistyped, or what stood here was removed. Search with ⌘K finds what there is.
    </EmptyState>
  );
}
