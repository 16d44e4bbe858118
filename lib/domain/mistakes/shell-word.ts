/**
 * A path or name as one word of a command that an operator may copy into a
 * shell. Names of files are a tenant's to choose; quoted, they can't become
 * commands.
 */
export function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
