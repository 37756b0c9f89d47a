import { demoPassword } from '@gotrs/contract/demo'
import { returnPath } from '@gotrs/web/session/return-path'
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { InputField } from '../controls/field.tsx'
import { Form, FormEnd, textOf, useProblems } from '../controls/form.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { PasswordField } from '../controls/password-field.tsx'
import { useDesk } from '../frame/desk.ts'
import { Page } from '../frame/page.tsx'
import { enter, useMe } from '../session/session.ts'
import classes from './accounts.module.css'
import { emailProblem, passwordProblem } from './checks.ts'

/** The login at its own address: back to where one came from afterwards, at once for those who are logged in. */
export function LoginPage() {
  const me = useMe()
  const [search] = useSearchParams()
  const next = returnPath(search.get('next'))
  return me ? <Navigate to={next} replace /> : <Login next={next} />
}

/** Logging in; also what `/` shows to those who are not. */
export function Login({ next }: { next: string }) {
  const navigate = useNavigate()
  const { search } = useLocation()
  const { form, problems, show, clear } = useProblems<'email' | 'password'>()
  const login = trpc.auth.login.useMutation({
    onSuccess: me => {
      enter(me)
      void navigate(next, { replace: true })
    },
  })

  const submit = (values: FormData) => {
    if (login.isPending) return
    const input = { email: textOf(values, 'email'), password: textOf(values, 'password') }
    if (!show({ email: emailProblem(input.email), password: passwordProblem(input.password) })) return
    login.mutate(input)
  }

  return (
    <Page title="Log in">
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
        <PasswordField label="Password" name="password" autoComplete="current-password" error={problems.password} />
        <ErrorNote error={login.error} />
        <FormEnd>
          <Button type="submit" look="primary" isBusy={login.isPending}>
            Log in
          </Button>
          <Link to={`/forgot-password${search}`}>Forgot your password?</Link>
        </FormEnd>
      </Form>
      <div className={classes.after}>
        <p>
          New here? <Link to={`/register${search}`}>Register</Link>
        </p>
        <p>
          Have you only written to us by mail? <Link to={`/forgot-password${search}`}>Set a password</Link> and find all
          your requests here.
        </p>
        <DemoLogin form={form} />
      </div>
    </Page>
  )
}

const demo = { email: 'omar@customer.example', password: demoPassword }

/** On a desk with demo data: the login of one of its customers. */
function DemoLogin({ form }: { form: React.RefObject<HTMLFormElement | null> }) {
  const isDemo = useDesk()?.isDemo
  if (!isDemo) return null
  const fill = () => {
    for (const [name, value] of Object.entries(demo)) {
      const field = form.current?.elements.namedItem(name)
      if (field instanceof HTMLInputElement) field.value = value
    }
    form.current?.querySelector<HTMLElement>('[type=submit]')?.focus()
  }
  return (
    <div className={classes.demo}>
      <p>
        This is demo data. Log in as the customer <b>{demo.email}</b> with the password <b>{demo.password}</b>.
      </p>
      <Button onClick={fill}>Fill in</Button>
    </div>
  )
}
