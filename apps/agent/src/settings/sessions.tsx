import { Button, Skeleton, Text, Title } from '@mantine/core'
import { trpc } from '../api/trpc.ts'
import { useLogout } from '../session/use-logout.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { Ago } from '../time/ago.tsx'
import { saidError } from './said.ts'
import styles from './settings.module.css'
import { deviceName } from './user-agent.ts'

/** Where one is logged in, and the way out of all of it. */
export function Sessions() {
  const sessions = trpc.auth.sessions.useQuery()
  const { everywhere } = useLogout()
  return (
    <section className={styles.section} aria-labelledby="sessions-heading">
      <Title order={2} id="sessions-heading" mb={8}>
        Open sessions
      </Title>
      {sessions.isPending && <Skeleton height={90} />}
      {sessions.error && <FailureNotice error={sessions.error} onRetry={sessions.refetch} />}
      {sessions.data && (
        <ul className={styles.rows}>
          {sessions.data.map(session => (
            <li key={session.id} className={styles.row}>
              <span title={session.userAgent}>{deviceName(session.userAgent)}</span>
              {session.isCurrent && <strong>This one</strong>}
              <span className={`${styles.dim} ${styles.push}`}>
                since <Ago at={session.createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <Text size="sm" c="dimmed" mt="md" mb={8}>
        Somebody else may be in one of them? End them all, log in again and change your password.
      </Text>
      <Button
        variant="default"
        loading={everywhere.isPending}
        onClick={() => everywhere.mutate(undefined, { onError: saidError })}
      >
        Log out everywhere
      </Button>
    </section>
  )
}
