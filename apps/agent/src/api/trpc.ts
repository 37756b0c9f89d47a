import type { AppRouter } from '@gotrs/server/router'
import { createTRPCReact } from '@trpc/react-query'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'

/** Hooks for every procedure of the server's router, typed from it. */
export const trpc = createTRPCReact<AppRouter>()

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>
export type Utils = ReturnType<typeof trpc.useUtils>
