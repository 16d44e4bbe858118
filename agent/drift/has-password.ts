const beginOfAddress = /^[a-z][a-z0-9+.-]*:\/\//i;

/** True for an address such as "postgres://me:hush@host"; looks at each character once, however long the text is. */
export function hasPassword(text: string): boolean {
  const begin = beginOfAddress.exec(text)?.[0].length ?? 0;
  const length = begin === 0 ? -1 : text.slice(begin).search(/[/\s@]/);
  const owner = text.slice(begin, begin + length);
  const colon = owner.indexOf(":");
  return length > 0 && text.charAt(begin + length) === "@" && colon >= 0 && colon < owner.length - 1;
}
