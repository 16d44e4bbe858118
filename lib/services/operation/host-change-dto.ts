export type HostChangeDto = {
  /** What it is called in sentences: "the rotation of the Gateway token". */
  readonly label: string;
  readonly since: string;
  /** True once nobody waits for the host's answer any more: whether it was done is found out by asking. */
  readonly isUnknown: boolean;
  /** Why that is not known yet; null until the host was asked. */
  readonly problem: string | null;
};
