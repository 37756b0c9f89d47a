import type { LoginSession } from '@gotrs/contract/auth'
import { sessionName } from '@gotrs/web/session/user-agent'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { Skeleton } from '../controls/skeleton.tsx'
import { announce } from '../frame/announcer.tsx'
import { leave } from '../session/session.ts'
import classes from './accounts.module.css'

/** Where one is logged in, and the way to end one login or all. */
export function Sessions({ userId }: { userId: string }) {
  const utils = trpc.useUtils()
  const sessions = trpc.auth.sessions.useQuery()
  const logout = trpc.auth.logoutEverywhere.useMutation({ onSuccess: () => leave(userId) })
  const end = trpc.auth.revokeSession.useMutation({
    onSuccess: () => announce('Session logged out'),
    // Also when it had ended already: then the list was old.
    onSettled: () => utils.auth.sessions.invalidate(),
  })
  return (
    <>
      <ErrorNote error={sessions.error ?? end.error ?? logout.error} />
      {sessions.isPending ? <Skeleton height={44} /> : null}
      <ul className={classes.sessions}>
        {sessions.data?.map(session => (
          <Login
            key={session.id}
            session={session}
            isBusy={end.isPending && end.variables.sessionId === session.id}
            onEnd={() => end.isPending || end.mutate({ sessionId: session.id })}
          />
        ))}
      </ul>
      <p className={classes.dimmed}>
        If you do not recognize a session, log out everywhere, then set a new password. This also revokes your API
        tokens and deletes your drafts on this device.
      </p>
      <div>
        <Button isBusy={logout.isPending} onClick={() => logout.mutate()}>
          Log out everywhere
        </Button>
      </div>
    </>
  )
}

function Login({ session, isBusy, onEnd }: { session: LoginSession; isBusy: boolean; onEnd: () => void }) {
  const name = sessionName(session)
  return (
    <li className={classes.session}>
      <div>
        <p className={classes.where}>{name}</p>
        <p className={classes.dimmed}>
          {session.kind === 'api' ? 'Program, logged in' : 'Logged in'} <Ago at={session.createdAt} />
        </p>
      </div>
      {session.isCurrent ? (
        <span>This session</span>
      ) : (
        <Button aria-label={`Log out ${name}`} isBusy={isBusy} onClick={onEnd}>
          Log out
        </Button>
      )}
    </li>
  )
}
