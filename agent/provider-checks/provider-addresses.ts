/** Where the providers' identity calls are. */
export type ProviderAddresses = {
  readonly telegram: string;
  readonly slack: string;
  readonly discord: string;
};

export const providerAddresses: ProviderAddresses = {
  telegram: "https://api.telegram.org",
  slack: "https://slack.com/api",
  discord: "https://discord.com/api/v10",
};

/** The same, all of them answered by one program; tests have one that stands in for the providers. */
export function standInAddresses(base: string): ProviderAddresses {
  return { telegram: `${base}/telegram`, slack: `${base}/slack`, discord: `${base}/discord` };
}
