import type { Mailbox } from '@gotrs/contract/mailboxes'
import { Button, CopyButton, PasswordInput, Select, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { trpc } from '../../api/trpc.ts'
import state from '../parts/state.module.css'
import { FieldGroup } from './field-group.tsx'
import own from './mailbox.module.css'
import type { MailboxFields } from './mailbox-form.ts'
import { StoredSecret } from './stored-secret.tsx'

type MailboxOAuthFieldsetProps = {
  form: UseFormReturnType<MailboxFields>
  stored: Mailbox['oauth']
  isConnecting: boolean
  onConnect: (form: HTMLFormElement) => void
}

const providers = [
  { value: 'google', label: 'Google' },
  { value: 'microsoft', label: 'Microsoft' },
  { value: 'other', label: 'Another provider' },
]

/** The app at the provider, and the way to let the desk in. */
export function MailboxOAuthFieldset(props: MailboxOAuthFieldsetProps) {
  const { form, stored, isConnecting, onConnect } = props
  const { provider } = form.values.oauth
  const input = (name: string) => form.getInputProps(`oauth.${name}`)
  return (
    <FieldGroup name="OAuth">
      <Select label="Provider" allowDeselect={false} data={providers} {...input('provider')} />
      <RedirectAddress />
      <TextInput
        label="Client ID"
        description="The client ID of the app that you registered with the provider"
        required
        withAsterisk={false}
        autoComplete="off"
        {...input('clientId')}
      />
      <StoredSecret label="Client secret" isStored={stored?.hasClientSecret ?? false} {...input('clientSecret')} />
      {provider === 'microsoft' && (
        <TextInput
          label="Tenant"
          description="Directory ID or domain. Leave empty to allow accounts of any directory"
          placeholder="common"
          {...input('tenant')}
        />
      )}
      {provider === 'other' && <OwnAddresses form={form} />}
      <details className={own.more}>
        <summary>Enter a refresh token instead</summary>
        <PasswordInput
          label="Refresh token"
          description="A refresh token that the same app received for this mailbox"
          autoComplete="off"
          mt={8}
          {...input('refreshToken')}
        />
      </details>
      <div className={own.choice}>
        <ConnectionMark stored={stored} />
        <Button
          variant="default"
          loading={isConnecting}
          onClick={event => event.currentTarget.form && onConnect(event.currentTarget.form)}
        >
          {stored?.isConnected ? 'Save and reconnect…' : 'Save and connect…'}
        </Button>
      </div>
    </FieldGroup>
  )
}

function OwnAddresses({ form }: Pick<MailboxOAuthFieldsetProps, 'form'>) {
  const input = (name: string) => form.getInputProps(`oauth.${name}`)
  return (
    <>
      <TextInput
        label="Authorization URL"
        type="url"
        placeholder="https://login.example.com/authorize"
        {...input('authorizeUrl')}
      />
      <TextInput
        label="Token URL"
        type="url"
        required
        withAsterisk={false}
        placeholder="https://login.example.com/token"
        {...input('tokenUrl')}
      />
      <TextInput label="Scope" description="The scopes to request, separated by spaces" {...input('scope')} />
    </>
  )
}

/** It has to be registered at the provider letter by letter. */
function RedirectAddress() {
  const redirect = trpc.mailboxes.oauthRedirect.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const url = redirect.data?.url ?? ''
  return (
    <div className={own.choice}>
      <TextInput
        className={own.fill}
        label="Redirect URL"
        description="Register exactly this URL with the app"
        readOnly
        value={url}
        onFocus={event => event.currentTarget.select()}
      />
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} disabled={url === ''}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}

function ConnectionMark({ stored }: { stored: Mailbox['oauth'] }) {
  if (stored?.error) {
    return (
      <span className={`${state.state} ${own.fill}`} data-trouble>
        <IconAlertTriangle size={16} aria-hidden />
        <span>{stored.error}</span>
      </span>
    )
  }
  const isConnected = stored?.isConnected ?? false
  return (
    <span className={`${state.state} ${own.fill}`} data-good={isConnected || undefined}>
      {isConnected ? <IconCircleCheck size={16} aria-hidden /> : <IconCircleDashed size={16} aria-hidden />}
      {isConnected ? 'Connected' : 'Not connected'}
    </span>
  )
}
