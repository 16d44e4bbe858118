/** The table itself where it has these keys and no other; else what is wrong with it, by name, which it is not. */
export type Exactly<Keys extends PropertyKey, Table> = [Keys] extends [keyof Table]
  ? [keyof Table] extends [Keys]
    ? Table
    : { readonly tooMuch: Exclude<keyof Table, Keys> }
  : { readonly missing: Exclude<Keys, keyof Table> };
