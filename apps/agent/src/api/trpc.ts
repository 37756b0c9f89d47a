import type { AppRouter } from '@gotrs/server/router'
import { createTRPCReact } from '@trpc/react-query'

/** Hooks for every procedure of the server's router, typed from it. */
export const trpc = createTRPCReact<AppRouter>()

export type Utils = ReturnType<typeof trpc.useUtils>
