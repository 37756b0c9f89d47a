import { Link, useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { Form, FormEnd, textOf, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { PasswordField } from '../controls/password-field.tsx'
import { Page, type PageState } from '../frame/page.tsx'
import { enter } from '../session/session.ts'
import { newPasswordProblem, passwordHint } from './checks.ts'
import { useLinkToken } from './use-link-token.ts'
import { BrokenLink } from './verify-email.tsx'

/** The link of the password mail: sets the password, ends all sessions and logs in. */
export function ResetPassword() {
  const token = useLinkToken()
  const navigate = useNavigate()
  const { form, problems, show, clear } = useProblems<'password'>()
  const reset = trpc.auth.resetPassword.useMutation({
    onSuccess: me => {
      enter(me)
      const state: PageState = { notice: 'Password set. You are logged in.' }
      void navigate('/', { replace: true, state })
    },
  })

  const submit = (values: FormData) => {
    if (reset.isPending) return
    const password = textOf(values, 'password')
    if (show({ password: newPasswordProblem(password) })) reset.mutate({ token, password })
  }

  if (!token) return <BrokenLink />
  return (
    <Page title="Set a password">
      <Form form={form} onSubmit={submit} onChange={clear}>
        <PasswordField
          label="Password"
          name="password"
          autoComplete="new-password"
          autoFocus
          hint={passwordHint}
          error={problems.password}
        />
        <ErrorNote error={reset.error}>
          <p>
            <Link to="/forgot-password">Request a new link</Link>
          </p>
        </ErrorNote>
        <FormEnd>
          <Button type="submit" look="primary" isBusy={reset.isPending}>
            Set password
          </Button>
        </FormEnd>
      </Form>
    </Page>
  )
}
