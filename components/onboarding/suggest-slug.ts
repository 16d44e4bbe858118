const mostCharacters = 24;

/**
 * A slug from a name: "Müller & Söhne GmbH" gives "mueller-soehne-gmbh". May be
 * "" or too short when the name has nothing that a slug can hold.
 */
export function suggestSlug(name: string): string {
  const ascii = name
    .toLowerCase()
    .replace(/[äöüßæø]/g, (letter) => spelled[letter] ?? "")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "");
  return cutAtWord(ascii).replace(/-+$/, "");
}

const spelled: Readonly<Record<string, string>> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "oe" };

function cutAtWord(text: string): string {
  if (text.length <= mostCharacters) return text;
  const cut = text.slice(0, mostCharacters + 1);
  const end = cut.lastIndexOf("-");
  return end >= mostCharacters / 2 ? cut.slice(0, end) : text.slice(0, mostCharacters);
}
