import { useState } from 'react'
import { Link, useLocation } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { InputField } from '../controls/field.tsx'
import { Form, FormEnd, textOf, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { Page } from '../frame/page.tsx'
import classes from './accounts.module.css'
import { emailProblem } from './checks.ts'
import { MailSent } from './mail-sent.tsx'

/** Requests a link to set a password: a forgotten one, or the first one of a person who has only written mail. */
export function ForgotPassword() {
  const { search } = useLocation()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { form, problems, show, clear } = useProblems<'email'>()
  const request = trpc.auth.requestPasswordReset.useMutation({ onSuccess: (_, input) => setSentTo(input.email) })

  const submit = (values: FormData) => {
    if (request.isPending) return
    const email = textOf(values, 'email')
    if (show({ email: emailProblem(email) })) request.mutate({ email })
  }

  if (sentTo !== null) {
    return (
      <MailSent
        title="Check your mail"
        request={{ ...request, mutateAsync: () => request.mutateAsync({ email: sentTo }) }}
        onOtherAddress={() => setSentTo(null)}
      >
        If <b>{sentTo}</b> has an account, we sent a link to set a password to it.
      </MailSent>
    )
  }
  return (
    <Page title="Set a password">
      <p className={classes.lead}>
        We send a link to your address. Use it to reset your password, or to set your first one if you have only written
        to us by mail.
      </p>
      <Form form={form} onSubmit={submit} onChange={clear}>
        <InputField
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          autoFocus
          maxLength={254}
          error={problems.email}
        />
        <ErrorNote error={request.error} />
        <FormEnd>
          <Button type="submit" look="primary" isBusy={request.isPending}>
            Send link
          </Button>
          <Link to={`/login${search}`}>Back to login</Link>
        </FormEnd>
      </Form>
    </Page>
  )
}
