import type { ApiToken } from '@gotrs/contract/api-tokens'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Button, Skeleton, Text } from '@mantine/core'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { toast } from '../../shell/toast.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Page } from '../parts/page.tsx'
import rows from '../parts/rows.module.css'
import { Until } from '../parts/until.tsx'
import { scopesText } from './token-text.ts'

/** The tokens by which programs act in one's name. */
export function Component() {
  const tokens = trpc.tokens.list.useQuery({})
  const [revoked, setRevoked] = useState<ApiToken | null>(null)
  return (
    <Page title="API tokens" isWide actions={<ButtonLink to="/settings/tokens/new">New token</ButtonLink>}>
      <Text c="dimmed" maw={640} mb={16}>
        A program with a token acts in your name, within the scopes of the token.{' '}
        <a className={rows.link} href="/api/docs">
          How to use it
        </a>
      </Text>
      {tokens.isPending && <Skeleton height={160} />}
      {tokens.error && <FailureNotice error={tokens.error} onRetry={tokens.refetch} />}
      {tokens.data?.length === 0 && (
        <EmptyNotice title="No token yet">
          Create one token for each script or program that reads or changes tickets. You can revoke each one separately.
        </EmptyNotice>
      )}
      {tokens.data && tokens.data.length > 0 && (
        <ul className={rows.rows} aria-label="Tokens">
          {tokens.data.map(token => (
            <li key={token.id} className={rows.row}>
              <Row token={token} onRevoke={() => setRevoked(token)} />
            </li>
          ))}
        </ul>
      )}
      {revoked && <RevokeDialog token={revoked} onClose={() => setRevoked(null)} />}
    </Page>
  )
}

function Row({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) {
  return (
    <>
      <div className={rows.fill}>
        <strong className={rows.breakable}>{token.name}</strong>{' '}
        <span className={rows.dim}>
          ends in <code>{token.hint}</code>
        </span>
        <div>{scopesText(token.scopes)}</div>
        <div className={rows.dim}>
          Created <Ago at={token.createdAt} /> ·{' '}
          {token.expiresAt ? (
            <>
              expires <Until at={token.expiresAt} />
            </>
          ) : (
            'never expires'
          )}{' '}
          ·{' '}
          {token.lastUsedAt ? (
            <>
              last used <Ago at={token.lastUsedAt} />
            </>
          ) : (
            'not used yet'
          )}
        </div>
      </div>
      <Button variant="default" aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
        Revoke
      </Button>
    </>
  )
}

function RevokeDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const utils = trpc.useUtils()
  const revoke = trpc.tokens.revoke.useMutation({
    onSuccess: async () => {
      await utils.tokens.list.invalidate()
      toast(`${token.name} revoked`)
      onClose()
    },
  })
  return (
    <ConfirmDialog
      title={`Revoke ${token.name}`}
      verb="Revoke token"
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ tokenId: token.id })}
      onClose={onClose}
    >
      Programs that use the token ending in {token.hint} lose access immediately. You cannot undo this.
    </ConfirmDialog>
  )
}
