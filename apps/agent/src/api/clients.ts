import { keptFetch } from '@gotrs/web/api/kept-fetch'
import { isErrorOf, isPassing } from '@gotrs/web/errors/failure'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { httpBatchLink, httpLink, splitLink } from '@trpc/client'
import { getQueryKey } from '@trpc/react-query'
import { connection } from '../live/connection.ts'
import { trpc } from './trpc.ts'

/** Half a minute: longer than any answer of the desk takes, short enough to say that none will come. */
const TIMEOUT_MS = 30_000

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Live hints say what is stale; a returning window checks once more.
      staleTime: 20_000,
      retry: (failures, error) => failures < 3 && isPassing(error),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
  queryCache: new QueryCache({ onError: noteEndOfSession }),
  mutationCache: new MutationCache({ onError: noteEndOfSession }),
})

export const trpcClient = trpc.createClient({
  links: [
    splitLink({
      condition: ({ type }) => type === 'mutation',
      // Not in a batch: that is sent a moment later, when a page that goes away is gone.
      true: httpLink({ url: '/trpc', fetch: keptFetch(watchedFetch) }),
      false: httpBatchLink({ url: '/trpc', maxItems: 10, maxURLLength: 4000, fetch: watchedFetch }),
    }),
  ],
})

/** A session that has ended is found out by any request; asking `auth.me` again leads to the login page. */
function noteEndOfSession(error: unknown) {
  if (!isErrorOf(error, 'not_logged_in')) return
  void queryClient.invalidateQueries({ queryKey: getQueryKey(trpc.auth.me) })
}

/** Every answer, also a refusal, says that the desk can be reached; silence says that it can't. */
async function watchedFetch(input: RequestInfo | URL | string, init?: RequestInit) {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  try {
    const response = await fetch(input, { ...init, signal })
    connection.requestSucceeded()
    return response
  } catch (error) {
    if (!init?.signal?.aborted) connection.requestFailed()
    throw error
  }
}
