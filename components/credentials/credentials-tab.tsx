"use client";

import { LiveContent } from "#components/live/live-notices.tsx";
import { TableSkeleton } from "#components/ui/skeleton.tsx";
import type { TenantDto } from "#lib/services/tenant/tenant-dto.ts";
import { ChannelsSection } from "./channels-section.tsx";
import { GatewayTokenSection } from "./gateway-token-section.tsx";
import { ModelsSection } from "./models-section.tsx";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { RotatePanel } from "./rotate-panel.tsx";
import { SecretStatesNotice } from "./secret-states-notice.tsx";
import { useCredentialDialogs } from "./use-credential-dialogs.ts";
import { useCredentials, useSecretStates } from "./use-credentials.ts";

/** Channels, model providers and the Gateway token of one tenant. */
export function CredentialsTab({ tenant, canOperate }: { tenant: TenantDto; canOperate: boolean }) {
  const { slug } = tenant;
  const live = useCredentials(slug);
  const { actions, rotating, revoking, closeRotating, closeRevoking } = useCredentialDialogs();
  const states = useSecretStates(slug).data;
  const isBusy = tenant.unfinished !== null || tenant.hostChange !== null;
  const shared = { slug, states, canOperate, isBusy };
  return (
    <LiveContent
      live={live}
      errorTitle="The channels and models can't be shown."
      skeleton={<TableSkeleton rows={4} />}
    >
      {(credentials) => (
        <div className="flex flex-col gap-8">
          <SecretStatesNotice states={states} />
          <ChannelsSection {...shared} credentials={credentials} actions={actions} />
          <ModelsSection {...shared} models={credentials.models} actions={actions} />
          <GatewayTokenSection {...shared} token={credentials.gatewayToken} />
          <RotatePanel slug={slug} rotating={rotating} onClose={closeRotating} />
          <RevokeDialog slug={slug} revoking={revoking} onClose={closeRevoking} />
        </div>
      )}
    </LiveContent>
  );
}
