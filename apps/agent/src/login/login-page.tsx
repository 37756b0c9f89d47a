import { returnPath } from '@gotrs/web/session/return-path'
import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { DemoLogins } from './demo-logins.tsx'
import { PlainPage } from './plain-page.tsx'

/** The login of staff. People who are logged in already go on to the app. */
export function Component() {
  const [search] = useSearchParams()
  const next = returnPath(search.get('next'))
  const navigate = useNavigate()
  const utils = trpc.useUtils()
  const me = trpc.auth.me.useQuery()
  const desk = trpc.auth.desk.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const login = trpc.auth.login.useMutation({
    onSuccess: async opened => {
      utils.auth.me.setData(undefined, opened)
      await utils.invalidate(undefined, { predicate: query => query.state.status === 'error' })
      await navigate(next, { replace: true })
    },
  })
  if (me.data && !login.isPending) return <Navigate to={next} replace />

  const submit = (event: FormEvent) => {
    event.preventDefault()
    login.mutate({ email, password })
  }
  return (
    <PlainPage title="Log in to answer tickets">
      <form onSubmit={submit}>
        <Stack>
          {search.has('next') && !login.error && <Text c="dimmed">Log in to return to your page.</Text>}
          {login.error && (
            <Alert color="red" variant="outline" role="alert" p="sm">
              {errorText(login.error)}
            </Alert>
          )}
          <TextInput
            label="Email"
            type="email"
            autoFocus
            autoComplete="username"
            required
            withAsterisk={false}
            value={email}
            onChange={event => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={event => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" loading={login.isPending}>
            Log in
          </Button>
          <Text size="sm">
            <Anchor href="/forgot-password">Forgot your password?</Anchor>
          </Text>
          <Text size="sm" c="dimmed">
            Are you a customer?{' '}
            <Anchor href="/" underline="always">
              Open the customer portal
            </Anchor>
          </Text>
        </Stack>
      </form>
      {desk.data?.isDemo && (
        <DemoLogins
          onChoose={account => {
            setEmail(account.email)
            setPassword(account.password)
          }}
        />
      )}
    </PlainPage>
  )
}
