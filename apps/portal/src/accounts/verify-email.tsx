import { Link, useNavigate, useSearchParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { Page, type PageState } from '../frame/page.tsx'
import { enter } from '../session/session.ts'
import classes from './accounts.module.css'

/** The link of the registration mail. A press of the button uses it up, not a mail scanner that opens it. */
export function VerifyEmail() {
  const token = useSearchParams()[0].get('token') ?? ''
  const navigate = useNavigate()
  const verify = trpc.auth.verifyEmail.useMutation({
    onSuccess: me => {
      enter(me)
      const state: PageState = { notice: 'Your address is confirmed, and you are logged in.' }
      void navigate('/', { replace: true, state })
    },
  })
  if (!token) return <BrokenLink />
  return (
    <Page title="Confirm your address">
      <div className={classes.stack}>
        <p>One press of the button, and your account is ready.</p>
        <ErrorNote error={verify.error}>
          <p>
            <Link to="/register">Register again</Link> for a new link.
          </p>
        </ErrorNote>
        <Button look="primary" isBusy={verify.isPending} onClick={() => verify.mutate({ token })}>
          Confirm my address
        </Button>
      </div>
    </Page>
  )
}

/** A link that lost its end on the way, as long ones do in mails. */
export const BrokenLink = () => (
  <Page title="This link is not complete">
    <p>Copy the whole link from the mail into the address bar, up to its end.</p>
  </Page>
)
