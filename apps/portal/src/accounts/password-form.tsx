import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { Form, FormEnd, textOf, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { PasswordField } from '../controls/password-field.tsx'
import classes from './accounts.module.css'
import { newPasswordProblem, passwordHint, passwordProblem } from './checks.ts'

/** Another password; it ends all other sessions. */
export function PasswordForm({ email }: { email: string }) {
  const utils = trpc.useUtils()
  const { form, problems, show, clear } = useProblems<'currentPassword' | 'password'>()
  const tokens = trpc.tokens.list.useQuery({})
  const count = tokens.data?.length ?? 0
  const change = trpc.auth.changePassword.useMutation({
    onSuccess: () => {
      form.current?.reset()
      return Promise.all([utils.auth.sessions.invalidate(), utils.tokens.list.invalidate()])
    },
  })

  const submit = (values: FormData) => {
    if (change.isPending) return
    const input = { currentPassword: textOf(values, 'currentPassword'), password: textOf(values, 'password') }
    const found = {
      currentPassword: passwordProblem(input.currentPassword),
      password: newPasswordProblem(input.password),
    }
    if (show(found)) change.mutate({ ...input, endTokens: count === 0 || values.has('endTokens') })
  }

  return (
    <Form
      form={form}
      onSubmit={submit}
      onChange={() => {
        clear()
        change.reset()
      }}
    >
      {/* Tells a password manager whose password this is. */}
      <input type="email" name="username" autoComplete="username" defaultValue={email} hidden />
      <PasswordField
        label="Current password"
        name="currentPassword"
        autoComplete="current-password"
        error={problems.currentPassword}
      />
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        hint={passwordHint}
        error={problems.password}
      />
      {count > 0 ? (
        <label className={classes.check}>
          <input type="checkbox" name="endTokens" defaultChecked />
          {count === 1 ? 'Also revoke my API token' : `Also revoke my ${count} API tokens`}
        </label>
      ) : null}
      <ErrorNote error={change.error} />
      <FormEnd>
        <Button type="submit" isBusy={change.isPending}>
          Change password
        </Button>
        <span role="status" className={classes.done}>
          {change.isSuccess ? 'Password changed. All other sessions are logged out' : null}
        </span>
      </FormEnd>
    </Form>
  )
}
