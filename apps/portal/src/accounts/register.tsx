import type { RegisterInput } from '@gotrs/contract/auth'
import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { InputField } from '../controls/field.tsx'
import { Form, FormEnd, textOf, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { PasswordField } from '../controls/password-field.tsx'
import { Page } from '../frame/page.tsx'
import { emailProblem, nameProblem, newPasswordProblem, passwordHint } from './checks.ts'
import { MailSent } from './mail-sent.tsx'

/** A new account; the mail that follows proves the address. */
export function Register() {
  const { search } = useLocation()
  const [sent, setSent] = useState<RegisterInput | null>(null)
  const { form, problems, show, clear } = useProblems<'name' | 'email' | 'password'>()
  const register = trpc.auth.register.useMutation({ onSuccess: (_, input) => setSent(input) })

  const submit = (values: FormData) => {
    if (register.isPending) return
    const input = { name: textOf(values, 'name'), email: textOf(values, 'email'), password: textOf(values, 'password') }
    const found = {
      name: nameProblem(input.name),
      email: emailProblem(input.email),
      password: newPasswordProblem(input.password),
    }
    if (show(found)) register.mutate(input)
  }

  if (sent !== null) {
    return (
      <MailSent
        title="Check your mail"
        request={{ ...register, mutateAsync: () => register.mutateAsync(sent) }}
        onOtherAddress={() => setSent(null)}
      >
        We sent a mail to <b>{sent.email}</b>. Open it and confirm your address, then log in. If you already have an
        account, the mail says so.
      </MailSent>
    )
  }
  return (
    <Page title="Register">
      <Form form={form} onSubmit={submit} onChange={clear}>
        <InputField label="Name" name="name" autoComplete="name" autoFocus maxLength={120} error={problems.name} />
        <InputField
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          maxLength={254}
          error={problems.email}
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="new-password"
          hint={passwordHint}
          error={problems.password}
        />
        <ErrorNote error={register.error} />
        <FormEnd>
          <Button type="submit" look="primary" isBusy={register.isPending}>
            Register
          </Button>
          <Link to={`/login${search}`}>Log in instead</Link>
        </FormEnd>
      </Form>
    </Page>
  )
}
