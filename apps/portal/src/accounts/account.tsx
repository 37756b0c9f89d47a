import type { Me } from '@gotrs/contract/auth'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { Loading, Skeleton } from '../controls/skeleton.tsx'
import { Page } from '../frame/page.tsx'
import { leave } from '../session/session.ts'
import classes from './accounts.module.css'
import { NameForm } from './name-form.tsx'
import { PasswordForm } from './password-form.tsx'
import { Sessions } from './sessions.tsx'
import { ThemeChoice } from './theme-choice.tsx'

/** One's own account. */
export function Account() {
  const { data: me, error, isFetching, refetch } = trpc.auth.me.useQuery()
  return (
    <Page title="Your account">
      {me ? <Sections me={me} /> : null}
      {me || error ? null : (
        <>
          <Loading />
          <Skeleton height={400} />
        </>
      )}
      {me ? null : (
        <ErrorNote error={error}>
          <Button isBusy={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </ErrorNote>
      )}
    </Page>
  )
}

function Sections({ me }: { me: Me }) {
  const logout = trpc.auth.logout.useMutation({ onSuccess: () => leave(me.id) })
  return (
    <>
      <div className={classes.identity}>
        <p>
          You are logged in as <b>{me.email}</b>.
        </p>
        <Button isBusy={logout.isPending} onClick={() => logout.mutate()}>
          Log out
        </Button>
      </div>
      <ErrorNote error={logout.error} />
      <section className={classes.section}>
        <h2>Name</h2>
        <NameForm me={me} />
      </section>
      <section className={classes.section}>
        <h2>Theme</h2>
        <ThemeChoice />
      </section>
      <section className={classes.section}>
        <h2>Password</h2>
        <PasswordForm email={me.email} />
      </section>
      <section className={classes.section}>
        <h2>Sessions</h2>
        <Sessions userId={me.id} />
      </section>
    </>
  )
}
