import type { HostChange } from "#lib/db/generated/client.ts";
import type { HostChangeDto } from "./host-change-dto.ts";

export function toHostChangeDto(
  { label, createdAt, freshUntil, problem }: HostChange,
  now: Date,
): HostChangeDto {
  return { label, since: createdAt.toISOString(), isUnknown: freshUntil <= now, problem };
}
