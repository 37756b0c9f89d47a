import type { ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router'
import { loginPath } from './return-path.ts'
import { useUserId } from './session.ts'

/** Shows the screen to those who are logged in, keyed by who it is; others log in first and come back. */
export function RequireLogin({ children }: { children: (userId: string) => ReactNode }) {
  const userId = useUserId()
  const { pathname, search } = useLocation()
  if (userId === null) return <Unknown from={pathname + search} />
  return children(userId)
}

function Unknown({ from }: { from: string }) {
  return <Navigate to={loginPath(from)} replace />
}
