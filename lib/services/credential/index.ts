export { type CheckCredentialInput, checkCredential } from "./check-credential.ts";
export type {
  ChannelDto,
  CredentialCheckDto,
  CredentialDto,
  CredentialsDto,
  ModelDto,
} from "./credential-dto.ts";
export { type ChannelStatesDto, getChannelStates } from "./get-channel-states.ts";
export { getCredentials } from "./get-credentials.ts";
export { type LinkChannelInput, linkChannel } from "./link-channel.ts";
export { type RevokedDto, type RevokeIdentityInput, revokeIdentity } from "./revoke-identity.ts";
export { type RotateCredentialInput, type RotatedDto, rotateCredential } from "./rotate-credential.ts";
export { type RotatedTokenDto, rotateGatewayToken } from "./rotate-gateway-token.ts";
export { type SaveChannelInput, saveChannel } from "./save-channel.ts";
export { type SaveModelInput, saveModel } from "./save-model.ts";
