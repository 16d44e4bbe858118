import type { ChannelKind } from "#lib/domain/channel/channel-kind.ts";
import type { ChannelSetting } from "#lib/domain/channel/channel-setting.ts";
import type { ModelSetting } from "#lib/domain/model/model-setting.ts";
import type { BoundaryAnswers } from "#lib/domain/tenant/decision.ts";
import type { ToolPolicy } from "#lib/domain/tool-policy/policy.ts";
import type { KeyCheck } from "#lib/host-agent/contract/model-key.ts";
import type { Identified, Reload, Revocation, Rotation } from "#lib/host-agent/contract/secrets.ts";
import type { VerbResult } from "#lib/host-agent/contract/verbs.ts";
import type { OperationDto } from "#lib/services/operation/operation-dto.ts";

/** A secret on a tenant's host: everything about it but the secret. */
export type CredentialDto = {
  readonly id: string;
  readonly kind: "channel" | "model" | "gateway_token";
  /** Where it lies in the tenant's secrets file. */
  readonly pointer: string;
  readonly label: string;
  readonly provider: string;
  /** Who the provider said it is; null: not verified. */
  readonly identity: string | null;
  /** The first eight digits. */
  readonly fingerprint: string;
  readonly lastFour: string | null;
  /** Why somebody answers for another tenant's having the same secret; null once that has expired or is revoked. */
  readonly acceptedReason: string | null;
  /** When it was entered or last rotated. */
  readonly since: string;
};

export type ChannelDto = {
  readonly setting: ChannelSetting;
  readonly label: string;
  readonly credentials: readonly CredentialDto[];
};

export type ModelDto = {
  readonly setting: ModelSetting;
  readonly label: string;
  readonly credential: CredentialDto | null;
};

export type CredentialsDto = {
  readonly channels: readonly ChannelDto[];
  readonly models: readonly ModelDto[];
  /** Null until it was rotated from here: the token that onboarding made is known to the host alone. */
  readonly gatewayToken: CredentialDto | null;
  /** What a channel is judged by before it is opened. */
  readonly policy: ToolPolicy;
  /** Null where onboarding's answers can't be read. */
  readonly answers: BoundaryAnswers | null;
};

/** Whether a secret lies on its host: as it was entered, another one in its place, or not at all. */
export type SecretState = "there" | "changed" | "missing";

/** What the host has of a tenant's secrets now. */
export type SecretStatesDto = {
  readonly at: string;
  /** Why the host could not be asked; null when it was. */
  readonly problem: string | null;
  /** By the place in the tenant's secrets file. */
  readonly states: Readonly<Record<string, SecretState>>;
  /** Places that have a secret which nobody entered here. */
  readonly unrecorded: readonly string[];
};

/** What is known of secrets before they are saved. */
export type CredentialCheckDto = {
  readonly identity: Identified | null;
  /** Tenants that have one of them already. */
  readonly sharedWith: readonly { readonly slug: string; readonly name: string }[];
};

/** What a provider of models says to a key, before it is saved. */
export type KeyCheckDto = {
  readonly answer: KeyCheck;
  /** Models that were entered and that the provider doesn't list. */
  readonly missing: readonly string[];
  readonly sharedWith: CredentialCheckDto["sharedWith"];
};

/** Names one identity of a tenant. */
export type IdentityReference =
  | { readonly area: "channel"; readonly kind: ChannelKind; readonly accountId: string }
  | { readonly area: "model"; readonly provider: string };

export type RevokedDto = {
  /** What the host found after the secrets were taken away; null when the identity had none. */
  readonly revocation: Revocation | null;
  readonly operation: OperationDto;
};

export type RotatedDto = { readonly credential: CredentialDto; readonly reload: Reload };
export type RotatedTokenDto = Pick<Rotation, "running" | "removedDevices">;

/** What a tenant's running Gateway says of its channels. */
export type ChannelStatesDto = VerbResult<"channel.states">;
