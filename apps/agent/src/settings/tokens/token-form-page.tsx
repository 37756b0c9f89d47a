import { Checkbox, PasswordInput, Select, Stack, TextInput } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { useMe } from '../../session/use-session.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { Form } from '../parts/form.tsx'
import { Page } from '../parts/page.tsx'
import rows from '../parts/rows.module.css'
import { SecretOnce } from '../parts/secret-once.tsx'
import { endOf, type Lifetime, lifetimes, scopesFor, scopeWords } from './token-text.ts'

/** Creates a token, and shows it this once. */
export function Component() {
  const utils = trpc.useUtils()
  const create = trpc.tokens.create.useMutation({ onSuccess: () => utils.tokens.list.invalidate() })
  if (!create.data) return <TokenForm create={create} />
  const { name, token } = create.data
  return (
    <Page title={`${name} created`}>
      <SecretOnce label="Token" secret={token}>
        Copy the token now and store it with the secrets of the program that uses it.
      </SecretOnce>
      <p>
        The program sends it with every request, in the header <code>Authorization: Bearer gotrs_…</code>{' '}
        <a className={rows.link} href="/api/docs">
          How to use it
        </a>
      </p>
      <ButtonLink to="/settings/tokens" variant="default">
        Back to tokens
      </ButtonLink>
    </Page>
  )
}

function TokenForm({ create }: { create: ReturnType<typeof trpc.tokens.create.useMutation> }) {
  const me = useMe()
  const offered = scopesFor(me.role === 'admin' ? 'admin' : 'agent')
  return (
    <Page title="New token">
      <Form
        initialValues={{ name: '', scopes: [] as string[], lifetime: '90' as Lifetime, password: '' }}
        validate={({ scopes }) => (scopes.length === 0 ? { scopes: 'Select at least one.' } : {})}
        send={({ name, scopes, lifetime, password }) => {
          const chosen = offered.filter(scope => scopes.includes(scope))
          return create.mutateAsync({ name, scopes: chosen, expiresAt: endOf(lifetime, Date.now()), password })
        }}
        saved={() => null}
        fieldErrors={{ wrong_credentials: { password: 'Wrong password. Enter the password of your account' } }}
        button="Create token"
        back={{ to: '/settings/tokens', label: 'Cancel' }}
      >
        {form => (
          <>
            <TextInput
              label="Name"
              description="The program that will use it"
              placeholder="Weekly report"
              required
              withAsterisk={false}
              maxLength={120}
              autoComplete="off"
              {...form.getInputProps('name')}
            />
            <Checkbox.Group
              label="Scopes"
              description="A token never has more permissions than you. Select only what the program needs."
              {...form.getInputProps('scopes')}
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
              label="Expires"
              description={
                form.values.lifetime === 'never'
                  ? 'The token works until you revoke it, even if it leaks. Set a date if you can.'
                  : 'Create a new token before that date.'
              }
              maw={240}
              allowDeselect={false}
              data={lifetimes}
              {...form.getInputProps('lifetime')}
            />
            <PasswordInput
              label="Your password"
              description="Required, so that nobody else can create a token at your unlocked computer. You get a mail about the new token."
              required
              withAsterisk={false}
              autoComplete="current-password"
              {...form.getInputProps('password')}
            />
          </>
        )}
      </Form>
    </Page>
  )
}
