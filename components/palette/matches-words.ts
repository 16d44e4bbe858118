/** True when every word of the search occurs somewhere in the texts, whatever the case or accents. */
export function matchesWords(search: string, texts: readonly string[]): boolean {
  const haystack = plain(texts.join(" "));
  return plain(search)
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
