import type { ConnectionCheck } from '@gotrs/contract/mailboxes'
import { Checkbox, Group, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactNode } from 'react'
import own from './mailbox.module.css'
import type { MailboxFields } from './mailbox-form.ts'
import { MailboxTestResult } from './mailbox-test-result.tsx'
import { StoredSecret } from './stored-secret.tsx'

type AccountFieldsetProps = {
  legend: string
  form: UseFormReturnType<MailboxFields>
  account: 'imap' | 'smtp'
  hasPassword: boolean
  /** How the last try went; null before there was one. */
  check: ConnectionCheck | null
  children?: ReactNode
}

const modes = [
  { value: 'tls', label: 'TLS' },
  { value: 'starttls', label: 'STARTTLS (required)' },
  { value: 'none', label: 'None (not encrypted)' },
]
const logins = [
  { value: 'password', label: 'Password' },
  { value: 'oauth2', label: 'OAuth' },
]

/** A mail server's account; its fields appear once it is used. */
export function AccountFieldset({ legend, form, account, hasPassword, check, children }: AccountFieldsetProps) {
  const fields = form.values[account]
  const input = (name: string) => form.getInputProps(`${account}.${name}`)
  return (
    <fieldset className={own.account} aria-label={legend}>
      <Checkbox label={legend} {...form.getInputProps(`${account}.isUsed`, { type: 'checkbox' })} />
      {fields.isUsed && (
        <Stack gap={12} mt={12}>
          <Group grow align="start">
            <TextInput label="Host" required withAsterisk={false} placeholder="mail.example.com" {...input('host')} />
            <NumberInput
              label="Port"
              required
              withAsterisk={false}
              min={1}
              max={65_535}
              hideControls
              {...input('port')}
            />
          </Group>
          <Select label="Encryption" allowDeselect={false} data={modes} {...input('tls')} />
          <div className={own.login}>
            <span aria-hidden>Authentication</span>
            <SegmentedControl
              aria-label="Authentication"
              data={logins}
              value={fields.auth}
              onChange={auth => form.setFieldValue(`${account}.auth`, auth as typeof fields.auth)}
            />
          </div>
          <Group grow align="start">
            <TextInput
              label="User name"
              autoComplete="off"
              required={fields.auth === 'oauth2'}
              withAsterisk={false}
              {...input('user')}
            />
            {fields.auth === 'password' && (
              <StoredSecret label="Password" isStored={hasPassword} {...input('password')} />
            )}
          </Group>
          {children}
          {check && <MailboxTestResult check={check} />}
        </Stack>
      )}
    </fieldset>
  )
}
