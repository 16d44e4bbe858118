import { createHash, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";

/** A device's own key, as OpenClaw's clients have one each. */
export type DeviceKey = { readonly publicKey: string; readonly privateKey: string };

export type Introduction = {
  readonly client: { readonly id: string; readonly mode: string; readonly platform: string };
  readonly role: string;
  readonly scopes: readonly string[];
  readonly nonce: string;
  readonly token: string;
};

export function newDeviceKey(): DeviceKey {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    publicKey: publicKey.export({ format: "jwk" }).x ?? "",
    privateKey: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url"),
  };
}

export function deviceIdOf({ publicKey }: DeviceKey): string {
  return createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("hex");
}

/** The device's part of `connect`, signed the way OpenClaw's own client does it (v3). */
export function introduce(key: DeviceKey, { client, role, scopes, nonce, token }: Introduction): object {
  const id = deviceIdOf(key);
  const signedAt = Date.now();
  const parts = ["v3", id, client.id, client.mode, role, scopes.join(","), String(signedAt), token, nonce];
  const payload = [...parts, client.platform, ""].join("|");
  const privateKey = createPrivateKey({
    key: Buffer.from(key.privateKey, "base64url"),
    format: "der",
    type: "pkcs8",
  });
  const signature = sign(null, Buffer.from(payload), privateKey).toString("base64url");
  return { id, publicKey: key.publicKey, signature, signedAt, nonce };
}
