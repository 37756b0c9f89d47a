import type { LoginSession } from '@gotrs/contract/auth'
import { sessionName } from '@gotrs/web/session/user-agent'
import { fullTime } from '@gotrs/web/time/age-text'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Button, Skeleton, Text } from '@mantine/core'
import { Link } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { useLogout } from '../../session/use-logout.ts'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { toast, toastError } from '../../shell/toast.ts'
import rows from '../parts/rows.module.css'
import { Section } from '../parts/section.tsx'

/** Where one is logged in, and the way out of one place or of all. */
export function Sessions() {
  const sessions = trpc.auth.sessions.useQuery()
  const { everywhere } = useLogout()
  return (
    <Section title="Sessions">
      {sessions.isPending && <Skeleton height={90} />}
      {sessions.error && <FailureNotice error={sessions.error} onRetry={sessions.refetch} />}
      {sessions.data && (
        <ul className={rows.rows} aria-label="Sessions">
          {sessions.data.map(session => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      )}
      <Text size="sm" c="dimmed" mt="md" mb={8}>
        If you do not recognize a session, log out everywhere, log in again and change your password. This also revokes
        all your{' '}
        <Link className={rows.link} to="/settings/tokens">
          API tokens
        </Link>
        .
      </Text>
      <Button
        variant="default"
        loading={everywhere.isPending}
        onClick={() => everywhere.mutate(undefined, { onError: toastError })}
      >
        Log out everywhere
      </Button>
    </Section>
  )
}

function SessionRow({ session }: { session: LoginSession }) {
  const utils = trpc.useUtils()
  const name = sessionName(session)
  const end = trpc.auth.revokeSession.useMutation({
    onSuccess: () => toast(`${name}: logged out`),
    onError: toastError,
    // Also when it had ended already: then the list was old.
    onSettled: () => utils.auth.sessions.invalidate(),
  })
  return (
    <li className={rows.row}>
      <div className={rows.fill}>
        <span className={rows.breakable} title={session.userAgent}>
          {name}
        </span>{' '}
        <span className={rows.dim}>
          {session.kind === 'api' && 'API client · '}since <Ago at={session.createdAt} />
        </span>
      </div>
      {session.isCurrent ? (
        <strong>This session</strong>
      ) : (
        <Button
          variant="default"
          aria-label={`Log out ${name}, since ${fullTime(session.createdAt)}`}
          loading={end.isPending}
          onClick={() => end.mutate({ sessionId: session.id })}
        >
          Log out
        </Button>
      )}
    </li>
  )
}
