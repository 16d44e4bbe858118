"use client";

import { type Command, useCommand } from "#components/live/use-command.ts";
import {
  killGateway,
  provisionGateway,
  restartGateway,
  startGateway,
  stopGateway,
} from "#lib/actions/gateway.ts";
import type { OperationKind } from "#lib/domain/operation/operation-kinds.ts";

type OneClickKind = Extract<OperationKind, "provision" | "start" | "stop" | "restart" | "kill">;
export type GatewayCommands = Record<OneClickKind, Command<{ slug: string }>>;

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
