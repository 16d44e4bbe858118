"use client";

import { type Live, useLiveQuery } from "#components/live/use-live-query.ts";
import type {
  ChannelStatesDto,
  CredentialsDto,
  SecretStatesDto,
} from "#lib/services/credential/credential-dto.ts";

/** A tenant's channels, model providers and Gateway token, without any secret. */
export function useCredentials(slug: string, options: { isEnabled?: boolean } = {}): Live<CredentialsDto> {
  return useLiveQuery<CredentialsDto>({
    queryKey: ["tenant", slug, "credentials"],
    path: `/api/tenants/${slug}/credentials`,
    ...options,
  });
}

/** What the running Gateway says of its channels. Asked for seldom: it is the Gateway itself that answers. */
export function useChannelStates(slug: string, isEnabled: boolean): Live<ChannelStatesDto> {
  return useLiveQuery<ChannelStatesDto>({
    queryKey: ["tenant", slug, "channel-states"],
    path: `/api/tenants/${slug}/channels`,
    isEnabled,
    restMs: 15_000,
  });
}

/** What the host has of the tenant's secrets. */
export function useSecretStates(slug: string): Live<SecretStatesDto> {
  return useLiveQuery<SecretStatesDto>({
    queryKey: ["tenant", slug, "secret-states"],
    path: `/api/tenants/${slug}/secrets`,
    restMs: 15_000,
  });
}
