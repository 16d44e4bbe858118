/** Who is signed in, as the shell shows it. */
export type Person = {
  readonly name: string;
  readonly email: string;
  readonly roleLabel: string;
  readonly isOwner: boolean;
};
