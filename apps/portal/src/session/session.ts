import type { Me } from '@gotrs/contract/auth'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import { forgetAnswers, meKey, queryClient } from '../api/query-client.ts'
import { trpc } from '../api/trpc.ts'
import { forgetDrafts } from '../drafts/draft-store.ts'
import { knownUserId, rememberUser } from './known-user.ts'

/** Who is logged in: `null` for nobody, `undefined` while the server has not answered. */
export function useMe(): Me | null | undefined {
  const { data } = trpc.auth.me.useQuery(undefined, { staleTime: 60_000 })
  useEffect(() => {
    if (data !== undefined) rememberUser(data?.id ?? null)
  }, [data])
  return data
}

/** The id of the one who is logged in, or most likely is; null where the login has to show. */
export function useUserId(): string | null {
  const me = useMe()
  return me === undefined ? knownUserId() : (me?.id ?? null)
}

/** After a login by password or by a link of a mail: everything known so far was another one's. */
export function enter(me: Me) {
  forgetAnswers()
  queryClient.setQueryData(meKey, me)
  rememberUser(me.id)
}

/** Leaves on purpose: what was being written goes too, since the next one at this screen may be somebody else. */
export function useLeave() {
  const navigate = useNavigate()
  return (userId: string) => {
    forgetDrafts(localStorage, userId)
    rememberUser(null)
    queryClient.setQueryData(meKey, null)
    forgetAnswers()
    void navigate('/', { replace: true })
  }
}
