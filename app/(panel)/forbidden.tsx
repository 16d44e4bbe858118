import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function PanelForbidden() {
  return (
    <EmptyState
      isPage
      title="Your role doesn't open this page"
      action={<ButtonLink href="/">To the fleet</ButtonLink>}
    >
      An owner of this installation can do it for you, or change your role under People.
    </EmptyState>
  );
}
