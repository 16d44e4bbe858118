/** What terminals obey: sequences of control, and commands up to their end. Each begins with a character that none of its classes has. */
const sequences = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/g,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /\u001b[ -/]*[0-~]/g,
];
/** Control characters but tab and line end, what turns the direction of text, and halves of characters. */
const unprintable = /(?![\t\n])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** Text as it may be shown anywhere: nothing in it that a terminal or a browser would obey. */
export function cleanLine(text: string): string {
  const plain = sequences.reduce((rest, sequence) => rest.replace(sequence, ""), text);
  return plain.replace(unprintable, "");
}
