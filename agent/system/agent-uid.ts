/** The user that the agent itself runs as. */
export function agentUid(): number {
  return process.getuid?.() ?? 0;
}
