import type { AppRouter } from '@gotrs/server/router'
import { httpBatchLink } from '@trpc/client'
import { createTRPCReact } from '@trpc/react-query'

export const trpc = createTRPCReact<AppRouter>()

/** Live hints have a link of their own in live.ts, which loads later: the first screen does without it. */
export const trpcClient = trpc.createClient({
  // Here everybody is a customer: an agent has the requests of their own, also in queues that are not theirs.
  links: [httpBatchLink({ url: '/trpc', maxItems: 10, maxURLLength: 4000, headers: { 'X-Gotrs-As': 'customer' } })],
})
