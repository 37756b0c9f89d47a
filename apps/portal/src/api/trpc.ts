import type { AppRouter } from '@gotrs/server/router'
import { httpBatchLink } from '@trpc/client'
import { createTRPCReact } from '@trpc/react-query'

export const trpc = createTRPCReact<AppRouter>()

/** Live hints have a link of their own in live.ts, which loads later: the first screen does without it. */
export const trpcClient = trpc.createClient({
  links: [httpBatchLink({ url: '/trpc', maxItems: 10, maxURLLength: 4000 })],
})
