export { type CheckCredentialInput, checkCredential } from "./check-credential.ts";
export { type CheckModelKeyInput, checkModelKey } from "./check-model-key.ts";
export type {
  ChannelDto,
  ChannelStatesDto,
  CredentialCheckDto,
  CredentialDto,
  CredentialsDto,
  IdentityReference,
  KeyCheckDto,
  ModelDto,
  RevokedDto,
  RotatedDto,
  RotatedTokenDto,
  SecretState,
  SecretStatesDto,
} from "./credential-dto.ts";
export { getChannelStates } from "./get-channel-states.ts";
export { getCredentials } from "./get-credentials.ts";
export { getSecretStates } from "./get-secret-states.ts";
export { type LinkChannelInput, linkChannel } from "./link-channel.ts";
export { type RevokeIdentityInput, revokeIdentity } from "./revoke-identity.ts";
export { type RotateCredentialInput, rotateCredential } from "./rotate-credential.ts";
export { rotateGatewayToken } from "./rotate-gateway-token.ts";
export { type SaveChannelInput, saveChannel } from "./save-channel.ts";
export { type SaveModelInput, saveModel } from "./save-model.ts";
