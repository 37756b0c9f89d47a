import type { ConnectionCheck } from '@gotrs/contract/mailboxes'
import { Checkbox, Group, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import own from './mailbox.module.css'
import type { AccountFields } from './mailbox-form.ts'
import { MailboxTestResult } from './mailbox-test-result.tsx'
import { StoredSecret } from './stored-secret.tsx'

type AccountFieldsetProps = {
  legend: string
  fields: AccountFields
  hasPassword: boolean
  /** How the last try went; null before there was one. */
  check: ConnectionCheck | null
  onChange: (patch: Partial<AccountFields>) => void
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
export function AccountFieldset({ legend, fields, hasPassword, check, onChange, children }: AccountFieldsetProps) {
  return (
    <fieldset className={own.account} aria-label={legend}>
      <Checkbox
        label={legend}
        checked={fields.isUsed}
        onChange={event => onChange({ isUsed: event.currentTarget.checked })}
      />
      {fields.isUsed && (
        <Stack gap={12} mt={12}>
          <Group grow align="start">
            <TextInput
              label="Host"
              required
              withAsterisk={false}
              placeholder="mail.example.com"
              value={fields.host}
              onChange={event => onChange({ host: event.currentTarget.value })}
            />
            <NumberInput
              label="Port"
              required
              withAsterisk={false}
              min={1}
              max={65_535}
              hideControls
              value={fields.port}
              onChange={port => onChange({ port })}
            />
          </Group>
          <Select
            label="Encryption"
            allowDeselect={false}
            data={modes}
            value={fields.tls}
            onChange={tls => onChange({ tls: tls as AccountFields['tls'] })}
          />
          <div className={own.login}>
            <span aria-hidden>Authentication</span>
            <SegmentedControl
              aria-label="Authentication"
              data={logins}
              value={fields.auth}
              onChange={auth => onChange({ auth: auth as AccountFields['auth'] })}
            />
          </div>
          <Group grow align="start">
            <TextInput
              label="User name"
              autoComplete="off"
              required={fields.auth === 'oauth2'}
              withAsterisk={false}
              value={fields.user}
              onChange={event => onChange({ user: event.currentTarget.value })}
            />
            {fields.auth === 'password' && (
              <StoredSecret
                label="Password"
                isStored={hasPassword}
                value={fields.password}
                onChange={password => onChange({ password })}
              />
            )}
          </Group>
          {children}
          {check && <MailboxTestResult check={check} />}
        </Stack>
      )}
    </fieldset>
  )
}
