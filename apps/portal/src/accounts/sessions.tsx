import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { Skeleton } from '../controls/skeleton.tsx'
import { leave } from '../session/session.ts'
import { Time } from '../words/time.tsx'
import classes from './accounts.module.css'
import { browserName } from './browser-name.ts'

/** The open sessions, and the way to end them all. */
export function Sessions({ userId }: { userId: string }) {
  const sessions = trpc.auth.sessions.useQuery()
  const logout = trpc.auth.logoutEverywhere.useMutation({ onSuccess: () => leave(userId) })
  return (
    <>
      <ErrorNote error={sessions.error ?? logout.error} />
      {sessions.isPending ? <Skeleton height={44} /> : null}
      <ul className={classes.sessions}>
        {sessions.data?.map(session => (
          <li key={session.id} className={classes.session}>
            <span>{browserName(session.userAgent)}</span>
            {session.isCurrent ? <span>This one</span> : null}
            <span className={classes.dimmed}>
              logged in <Time at={session.createdAt} />
            </span>
          </li>
        ))}
      </ul>
      <p className={classes.dimmed}>
        Something unknown among them? Log out everywhere, then set a new password. What you were writing on this device
        is thrown away, too.
      </p>
      <div>
        <Button isBusy={logout.isPending} onClick={() => logout.mutate()}>
          Log out everywhere
        </Button>
      </div>
    </>
  )
}
