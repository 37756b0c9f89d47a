import type { AppRouter } from '@gotrs/server/router'
import { keptFetch } from '@gotrs/web/api/kept-fetch'
import { httpBatchLink, httpLink, splitLink } from '@trpc/client'
import { createTRPCReact } from '@trpc/react-query'

export const trpc = createTRPCReact<AppRouter>()

// Here everybody is a customer: an agent has the requests of their own, also in queues that are not theirs.
const toServer = { url: '/trpc', headers: { 'X-Gotrs-As': 'customer' } }

/** Live hints have a link of their own in live.ts, which loads later: the first screen does without it. */
export const trpcClient = trpc.createClient({
  links: [
    splitLink({
      condition: ({ type }) => type === 'mutation',
      // Not in a batch: that is sent a moment later, when a page that goes away is gone.
      true: httpLink({ ...toServer, fetch: keptFetch(fetch) }),
      false: httpBatchLink({ ...toServer, maxItems: 10, maxURLLength: 4000 }),
    }),
  ],
})
