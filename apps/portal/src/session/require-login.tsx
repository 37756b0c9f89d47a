import { loginPath } from '@gotrs/web/session/return-path'
import type { ReactNode } from 'react'
import { Navigate, useLocation } from 'react-router'
import { useUser } from './session.ts'

/** Shows the screen to those who are logged in, keyed by who it is; others log in first and come back. */
export function RequireLogin({ children }: { children: (userId: string) => ReactNode }) {
  const user = useUser()
  const { pathname, search } = useLocation()
  return user ? children(user.id) : <Navigate to={loginPath({ pathname, search })} replace />
}
