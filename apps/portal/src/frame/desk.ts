import type { DeskInfo } from '@gotrs/contract/auth'
import { useEffect } from 'react'
import { trpc } from '../api/trpc.ts'

const key = 'gotrs.desk'

/** The business's name and limits: as remembered at first (boot.js shows the same), then as the server says. */
export function useDesk(): DeskInfo | undefined {
  const { data } = trpc.auth.desk.useQuery(undefined, {
    staleTime: Number.POSITIVE_INFINITY,
    initialData: remembered,
    // Remembered is not known: ask once all the same.
    initialDataUpdatedAt: 0,
    refetchOnMount: query => (query.state.dataUpdatedAt === 0 ? 'always' : false),
  })
  useEffect(() => remember(data), [data])
  return data
}

function remembered(): DeskInfo | undefined {
  try {
    const desk = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof desk?.businessName === 'string' && typeof desk.maxAttachmentBytes === 'number') return desk
  } catch {
    // Storage is off or holds something else.
  }
  return undefined
}

function remember(desk: DeskInfo | undefined) {
  if (!desk) return
  try {
    localStorage.setItem(key, JSON.stringify(desk))
  } catch {
    // The name appears a moment later next time.
  }
}
