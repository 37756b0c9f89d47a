import type { AppRouter } from '@gotrs/server/router'
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCClient } from '@trpc/client'

export type ClientOptions = {
  /** Where GOTRS is reached, for instance `https://desk.example.org`. */
  url: string
  /** Sent as bearer token with every call. */
  token?: string
  /** For a `fetch` with a cookie jar, a proxy or a time-out of its own. */
  fetch?: typeof globalThis.fetch
}

export type GotrsClient = TRPCClient<AppRouter>

/** Typed calls of everything that GOTRS does. Errors are `TRPCClientError`s, with the code at `error.data.desk.code`. */
export function createClient({ url, token, fetch }: ClientOptions): GotrsClient {
  const endpoint = new URL('/trpc', url).href
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` }
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: operation => operation.type === 'subscription',
        true: httpSubscriptionLink({ url: endpoint }),
        // No more calls in one request than the server takes.
        false: httpBatchLink({ url: endpoint, headers, fetch, maxItems: 20 }),
      }),
    ],
  })
}
