import { isErrorOf } from '@gotrs/web/errors/failure'
import { Button, Checkbox, PasswordInput, Stack, Title } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import { toast } from '../../shell/toast.ts'
import styles from '../settings.module.css'

const MIN_LENGTH = 12

/** A new password; it ends all other sessions. */
export function PasswordForm() {
  const utils = trpc.useUtils()
  const [currentPassword, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const tokens = trpc.tokens.list.useQuery({})
  const [endTokens, setEndTokens] = useState(true)
  const count = tokens.data?.length ?? 0
  const change = trpc.auth.changePassword.useMutation({
    onSuccess: async () => {
      setCurrent('')
      setPassword('')
      toast('Your password is changed. All other sessions have ended.')
      await Promise.all([utils.auth.sessions.invalidate(), utils.tokens.list.invalidate()])
    },
  })
  const isCurrentWrong = isErrorOf(change.error, 'wrong_credentials')
  const isTooShort = password.length > 0 && password.length < MIN_LENGTH
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isTooShort) change.mutate({ currentPassword, password, endTokens })
  }
  return (
    <section className={styles.section} aria-labelledby="password-heading">
      <Title order={2} id="password-heading" mb={8}>
        Password
      </Title>
      <form onSubmit={submit}>
        <Stack gap={12} maw={360} align="start">
          <PasswordInput
            w="100%"
            label="Current password"
            required
            withAsterisk={false}
            autoComplete="current-password"
            value={currentPassword}
            onChange={event => setCurrent(event.currentTarget.value)}
            error={isCurrentWrong ? 'This is not your current password' : undefined}
          />
          <PasswordInput
            w="100%"
            label="New password"
            description={`At least ${MIN_LENGTH} characters; a sentence is good`}
            required
            withAsterisk={false}
            minLength={MIN_LENGTH}
            maxLength={128}
            autoComplete="new-password"
            value={password}
            onChange={event => setPassword(event.currentTarget.value)}
            error={change.error && !isCurrentWrong ? errorText(change.error) : undefined}
          />
          {count > 0 && (
            <Checkbox
              label={count === 1 ? 'Also revoke my API token' : `Also revoke my ${count} API tokens`}
              description="Do this if somebody else may know your password"
              checked={endTokens}
              onChange={event => setEndTokens(event.currentTarget.checked)}
            />
          )}
          <Button type="submit" variant="default" loading={change.isPending}>
            Change password
          </Button>
        </Stack>
      </form>
    </section>
  )
}
