import { isErrorOf } from '@gotrs/web/errors/failure'
import { Button, Checkbox, Group, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import { useMe } from '../../session/use-session.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { PageTitle } from '../parts/page-title.tsx'
import { SecretOnce } from '../parts/secret-once.tsx'
import styles from '../settings.module.css'
import { endOf, type Lifetime, lifetimes, scopesFor, scopeWords } from './token-text.ts'

/** Makes a token, and shows it this once. */
export function Component() {
  const utils = trpc.useUtils()
  const create = trpc.tokens.create.useMutation({ onSuccess: () => utils.tokens.list.invalidate() })
  if (!create.data) return <TokenForm create={create} />
  const { name, token } = create.data
  return (
    <div className={styles.page}>
      <PageTitle title={`${name} is made`} />
      <SecretOnce label="Token" secret={token}>
        Copy the token now and put it where the program that uses it keeps its secrets.
      </SecretOnce>
      <p>
        The program sends it with every call, in the header <code>Authorization: Bearer gotrs_…</code>{' '}
        <a className={styles.link} href="/api/docs">
          How to use it
        </a>
      </p>
      <ButtonLink to="/settings/tokens" variant="default">
        Back to the tokens
      </ButtonLink>
    </div>
  )
}

function TokenForm({ create }: { create: ReturnType<typeof trpc.tokens.create.useMutation> }) {
  const me = useMe()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<string[]>([])
  const [lifetime, setLifetime] = useState<Lifetime>('90')
  const [password, setPassword] = useState('')
  const [isScopeMissing, setScopeMissing] = useState(false)
  const isPasswordWrong = isErrorOf(create.error, 'wrong_credentials')
  const offered = scopesFor(me.role === 'admin' ? 'admin' : 'agent')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setScopeMissing(scopes.length === 0)
    if (scopes.length === 0) return
    const chosen = offered.filter(scope => scopes.includes(scope))
    create.mutate({ name, scopes: chosen, expiresAt: endOf(lifetime, Date.now()), password })
  }
  return (
    <div className={styles.page}>
      <PageTitle title="New token" />
      <form onSubmit={submit}>
        <Stack gap={20}>
          <TextInput
            label="Name"
            description="What will use it, so that you know it again"
            placeholder="Weekly report"
            required
            withAsterisk={false}
            maxLength={120}
            autoComplete="off"
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Checkbox.Group
            label="What it may do"
            description="Never more than you may. Give it as little as its work needs."
            value={scopes}
            onChange={value => {
              setScopes(value)
              setScopeMissing(false)
            }}
            error={isScopeMissing ? 'Tick at least one.' : undefined}
          >
            <Stack gap={10} my={8}>
              {offered.map(scope => (
                <Checkbox
                  key={scope}
                  value={scope}
                  label={scopeWords[scope].label}
                  description={scopeWords[scope].detail}
                />
              ))}
            </Stack>
          </Checkbox.Group>
          <Select
            label="It expires"
            description={
              lifetime === 'never'
                ? 'It works until you revoke it, also if it leaks. Choose a date if you can.'
                : 'After that, make a new one.'
            }
            maw={240}
            allowDeselect={false}
            data={lifetimes}
            value={lifetime}
            onChange={value => setLifetime(lifetimes.find(known => known.value === value)?.value ?? lifetime)}
          />
          <PasswordInput
            label="Your password"
            description="Asked for again, so that nobody makes a token at your unlocked computer. You get a mail about the new token."
            required
            withAsterisk={false}
            autoComplete="current-password"
            value={password}
            onChange={event => setPassword(event.currentTarget.value)}
            error={isPasswordWrong ? 'This is not your password' : undefined}
          />
          {create.error && !isPasswordWrong && (
            <Text role="alert" c="var(--danger)">
              {errorText(create.error)}
            </Text>
          )}
          <Group>
            <Button type="submit" loading={create.isPending}>
              Create token
            </Button>
            <ButtonLink to="/settings/tokens" variant="default">
              Cancel
            </ButtonLink>
          </Group>
        </Stack>
      </form>
    </div>
  )
}
