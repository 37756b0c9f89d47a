import { isStaff } from '@gotrs/contract/roles'
import { loginPath } from '@gotrs/web/session/return-path'
import { Navigate, Outlet, useLocation } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { ShellSkeleton } from '../shell/shell-skeleton.tsx'
import { CustomerNotice } from './customer-notice.tsx'
import { MeContext } from './use-session.ts'

/** Lets staff through; leads others to the login page, and customers to their portal. */
export function RequireStaff() {
  const location = useLocation()
  const me = trpc.auth.me.useQuery(undefined, { staleTime: 5 * 60_000 })
  if (me.isPending) return <ShellSkeleton />
  if (me.data === null) return <Navigate to={loginPath(location)} replace />
  if (me.data === undefined) return <FailureNotice error={me.error} onRetry={() => me.refetch()} isWholePage />
  if (!isStaff(me.data.role)) return <CustomerNotice me={me.data} />
  return (
    <MeContext value={me.data}>
      <Outlet />
    </MeContext>
  )
}
