import { Link, useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { Form, FormEnd, textOf, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { PasswordField } from '../controls/password-field.tsx'
import { Page, type PageState } from '../frame/page.tsx'
import { enter } from '../session/session.ts'
import { useLinkToken } from './use-link-token.ts'

/**
 * The link of the registration mail. A press of the button uses it up, not a mail scanner that opens it; the password
 * shows that it is the one who registered.
 */
export function VerifyEmail() {
  const token = useLinkToken()
  const navigate = useNavigate()
  const { form, problems, show, clear } = useProblems<'password'>()
  const verify = trpc.auth.verifyEmail.useMutation({
    onSuccess: me => {
      enter(me)
      const state: PageState = { notice: 'Address confirmed. You are logged in.' }
      void navigate('/', { replace: true, state })
    },
  })
  const submit = (values: FormData) => {
    if (verify.isPending) return
    const password = textOf(values, 'password')
    if (show({ password: password ? undefined : 'Enter your password.' })) verify.mutate({ token, password })
  }

  if (!token) return <BrokenLink />
  return (
    <Page title="Confirm your address">
      <Form form={form} onSubmit={submit} onChange={clear}>
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          autoFocus
          hint="The password that you chose when you registered."
          error={problems.password}
        />
        <ErrorNote error={verify.error}>
          <p>
            <Link to="/register">Register again</Link> for a new link.
          </p>
        </ErrorNote>
        <FormEnd>
          <Button type="submit" look="primary" isBusy={verify.isPending}>
            Confirm address
          </Button>
        </FormEnd>
      </Form>
    </Page>
  )
}

/** A link that lost its end on the way, as long ones do in mails. */
export const BrokenLink = () => (
  <Page title="Incomplete link">
    <p>Copy the whole link from the mail into the address bar.</p>
  </Page>
)
