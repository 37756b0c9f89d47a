import type { Webhook } from '@gotrs/contract/webhooks'
import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useState } from 'react'
import { trpc } from '../../api/trpc.ts'
import { toast, toastError } from '../../shell/toast.ts'
import { ConfirmDialog } from '../parts/confirm-dialog.tsx'
import { Until } from '../parts/until.tsx'

type RotateDialogProps = { webhook: Webhook; onMade: (secret: string | null) => void; onClose: () => void }

const overlaps = [
  { value: '1', label: '1 hour' },
  { value: '24', label: '1 day' },
  { value: '168', label: '7 days' },
  { value: '0', label: 'Not at all' },
]

/** Asks how long the old secret stays valid, and creates a new one. */
export function RotateDialog({ webhook, onMade, onClose }: RotateDialogProps) {
  const utils = trpc.useUtils()
  const [overlapHours, setOverlapHours] = useState('24')
  const rotate = trpc.webhooks.renewSecret.useMutation({
    onSuccess: saved => {
      onMade(saved.secret)
      onClose()
      return utils.webhooks.invalidate()
    },
  })
  return (
    <ConfirmDialog
      title={`Rotate the secret of ${webhook.name}`}
      verb="Rotate secret"
      isBusy={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate({ webhookId: webhook.id, overlapHours: Number(overlapHours) })}
      onClose={onClose}
    >
      GOTRS creates a new secret. For the time you choose, it signs each delivery with both secrets, so that you can set
      the new one at the receiver without losing a delivery.
      {webhook.oldSecretUntil && ' The secret that you replaced last is revoked now.'}
      <NativeSelect
        mt={12}
        label="The old secret stays valid for"
        data={overlaps}
        value={overlapHours}
        onChange={event => setOverlapHours(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

/** Until when two secrets sign, and the way to end that early. */
export function OldSecret({ webhook }: { webhook: Webhook }) {
  const utils = trpc.useUtils()
  const revoke = trpc.webhooks.revokeOldSecret.useMutation({
    onSuccess: () => toast('Old secret revoked'),
    onError: toastError,
    onSettled: () => utils.webhooks.invalidate(),
  })
  if (!webhook.oldSecretUntil) return null
  return (
    <Group gap={8} mt={12}>
      <Text size="sm">
        Two secrets sign each delivery. The old one expires <Until at={webhook.oldSecretUntil} />.
      </Text>
      <Button variant="default" loading={revoke.isPending} onClick={() => revoke.mutate({ webhookId: webhook.id })}>
        Revoke old secret
      </Button>
    </Group>
  )
}
