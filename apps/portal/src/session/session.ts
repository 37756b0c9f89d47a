import type { Me } from '@gotrs/contract/auth'
import { useEffect } from 'react'
import { forgetAnswers, meKey, queryClient } from '../api/query-client.ts'
import { trpc } from '../api/trpc.ts'
import { deleteDrafts } from '../drafts/draft-store.ts'
import { type KnownUser, knownUser, rememberUser } from './known-user.ts'

/** Who is logged in: `null` for nobody, `undefined` while the server has not answered. */
export function useMe(): Me | null | undefined {
  const { data } = trpc.auth.me.useQuery(undefined, { staleTime: 60_000 })
  useEffect(() => {
    if (data !== undefined) rememberUser(data && knownOf(data))
  }, [data])
  return data
}

/** Who is logged in, or most likely is; null where the login has to show. */
export function useUser(): KnownUser | null {
  const me = useMe()
  return me === undefined ? knownUser() : me && knownOf(me)
}

/** After a login by password or by a link of a mail: everything known so far was another one's. */
export function enter(me: Me) {
  forgetAnswers()
  queryClient.setQueryData(meKey, me)
  rememberUser(knownOf(me))
}

/**
 * Leaves on purpose: what was being written goes too, since the next one at this screen may be somebody else. The page
 * reloads, so that no data of the user stays in memory.
 */
export function leave(userId: string) {
  deleteDrafts(localStorage, userId)
  rememberUser(null)
  window.location.replace('/')
}

const knownOf = ({ id }: Me): KnownUser => ({ id })
