"use client";

import { type Command, useCommand } from "#components/operations/use-command.ts";
import {
  killGateway,
  provisionGateway,
  restartGateway,
  startGateway,
  stopGateway,
} from "#lib/actions/gateway.ts";
import type { GatewayAction } from "#lib/domain/gateway/lifecycle.ts";

export type GatewayCommands = Record<Exclude<GatewayAction, "remove">, Command<{ slug: string }>>;

/** Everything that can be asked of a Gateway with one press; `onFailure` is told why one was refused. */
export function useGatewayCommands(onFailure?: (error: Error) => void): GatewayCommands {
  const options = onFailure ? { onFailure } : {};
  return {
    provision: useCommand(provisionGateway, options),
    start: useCommand(startGateway, options),
    stop: useCommand(stopGateway, options),
    restart: useCommand(restartGateway, options),
    kill: useCommand(killGateway, options),
  };
}
