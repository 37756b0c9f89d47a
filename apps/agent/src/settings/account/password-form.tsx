import { Checkbox, PasswordInput } from '@mantine/core'
import { trpc } from '../../api/trpc.ts'
import { Form } from '../parts/form.tsx'
import { Section } from '../parts/section.tsx'

const MIN_LENGTH = 12

/** A new password; it ends all other sessions. */
export function PasswordForm() {
  const utils = trpc.useUtils()
  const tokens = trpc.tokens.list.useQuery({})
  const count = tokens.data?.length ?? 0
  const change = trpc.auth.changePassword.useMutation({
    onSuccess: () => Promise.all([utils.auth.sessions.invalidate(), utils.tokens.list.invalidate()]),
  })
  return (
    <Section title="Password">
      <Form
        initialValues={{ currentPassword: '', password: '', endTokens: true }}
        send={change.mutateAsync}
        saved={() => 'Password changed. All other sessions are logged out.'}
        onSaved={(_, form) => {
          form.setValues({ currentPassword: '', password: '' })
          form.resetDirty({ ...form.getValues(), currentPassword: '', password: '' })
        }}
        fieldErrors={{
          wrong_credentials: { currentPassword: 'Wrong password. Enter your current password' },
          password_too_common: {
            password: 'This password is on the lists that attackers try first. Choose another one.',
          },
        }}
        button="Change password"
        isQuiet
      >
        {form => (
          <>
            <PasswordInput
              maw={360}
              label="Current password"
              required
              withAsterisk={false}
              autoComplete="current-password"
              {...form.getInputProps('currentPassword')}
            />
            <PasswordInput
              maw={360}
              label="New password"
              description={`At least ${MIN_LENGTH} characters. A sentence works well`}
              required
              withAsterisk={false}
              minLength={MIN_LENGTH}
              maxLength={128}
              autoComplete="new-password"
              {...form.getInputProps('password')}
            />
            {count > 0 && (
              <Checkbox
                label={count === 1 ? 'Also revoke my API token' : `Also revoke my ${count} API tokens`}
                description="Select this if somebody else may know your password"
                {...form.getInputProps('endTokens', { type: 'checkbox' })}
              />
            )}
          </>
        )}
      </Form>
    </Section>
  )
}
