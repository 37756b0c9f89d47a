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

/** Asks for a link to set a password: a forgotten one, or the first one of somebody who only ever wrote mail. */
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
      <MailSent title="Look at your mail" onAgain={() => setSentTo(null)}>
        If we know <b>{sentTo}</b>, we have sent a link to it, with which you set a password.
      </MailSent>
    )
  }
  return (
    <Page title="Set a password">
      <p className={classes.lead}>
        We send a link to your address. It works for a forgotten password, and for a first one if you have only written
        mails to us so far.
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
            Send the link
          </Button>
          <Link to={`/login${search}`}>Back to the login</Link>
        </FormEnd>
      </Form>
    </Page>
  )
}
