import { isErrorOf, isPassing } from '@gotrs/web/errors/failure'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { trpc } from './trpc.ts'

/** Queries and mutations of the whole app. Any request that fails as logged out logs the whole app out. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: clearLogin }),
  mutationCache: new MutationCache({ onError: clearLogin }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // 'always': a phone without a network shows an error instead of waiting forever.
      networkMode: 'always',
      retry: (failures, error) => failures < 3 && isPassing(error),
    },
    mutations: { networkMode: 'always' },
  },
})

export const meKey = getQueryKey(trpc.auth.me, undefined, 'query')

/** Is it on its way already? Known at once, while a hook's `isPending` is so with the next drawing: for double clicks. */
export const isUnderWay = (mutationKey: readonly unknown[]) => queryClient.isMutating({ mutationKey }) > 0

/** Clears all data of the previous person; the login and the desk's name stay. */
export function forgetAnswers() {
  queryClient.removeQueries({
    predicate: ({ queryKey: [path] }) => !kept.has(Array.isArray(path) ? path.join('.') : ''),
  })
}

const kept = new Set(['auth.me', 'auth.desk'])

function clearLogin(error: unknown) {
  if (isErrorOf(error, 'not_logged_in')) queryClient.setQueryData(meKey, null)
}
