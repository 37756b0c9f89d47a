import type { TicketDetail } from '@gotrs/contract/tickets'
import { Button } from '@mantine/core'
import { IconArrowBackUp, IconLock } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { readBackup } from '../drafts/draft-backup.ts'
import { holdForFocus } from '../keyboard/held-keys.ts'
import { useShortcut } from '../keyboard/use-shortcut.ts'
import { useMe } from '../session/use-session.ts'
import { useIsPhone } from '../shell/screen-width.ts'
import { reasonAgainst } from '../ticket/verb-reason.ts'
import styles from './composer.module.css'
import { ComposerForm } from './composer-form.tsx'
import { type ComposerDraft, emptyDraft, fromStored, isEmptyDraft, isFromMail, sentDraft } from './draft.ts'
import { useStoredDraft } from './use-stored-draft.ts'

/** Where answers and notes are written: one line until it is used, or on a phone a bar of buttons. */
export function Composer({ ticket, verbs }: { ticket: TicketDetail; verbs: ReactNode }) {
  const me = useMe()
  const isNarrow = useIsPhone()
  const [begun, setBegun] = useState<ComposerDraft['kind'] | null>(null)
  const [round, setRound] = useState(0)
  const utils = trpc.useUtils()
  const stored = useStoredDraft(ticket)
  const canReply = reasonAgainst(me, 'reply', ticket) === null
  const backup = readBackup<ComposerDraft>(me.id, ticket.id)
  const restored = backup?.draft ?? fromStored(stored.data)
  const hasText = restored !== null && !isEmptyDraft(restored)
  const isOpen = !isNarrow || begun !== null || hasText

  const isLoading = stored.isPending
  const begin = (kind: ComposerDraft['kind']) => {
    holdForFocus()
    setBegun(kind)
  }
  useShortcut('reply', () => begin('public'), (!isOpen || isLoading) && canReply)
  useShortcut('note', () => begin('note'), !isOpen || isLoading)
  if (isLoading) return <div className={isNarrow ? styles.bar : styles.line} aria-busy />
  if (!isOpen) return <ClosedComposer canReply={canReply} verbs={verbs} onBegin={begin} />
  const kind = begun ?? (canReply ? 'public' : 'note')
  return (
    <ComposerForm
      key={`${ticket.id} ${round}`}
      ticket={ticket}
      opening={{
        draft: restored ?? emptyDraft(ticket, kind),
        version: backup?.version ?? stored.data?.version ?? 0,
        isUnsaved: backup !== null,
      }}
      isFocusedAtOnce={begun !== null}
      stored={stored.data ?? null}
      isFromMail={isFromMail(stored.data, ticket.events, me.id)}
      onSent={version => {
        // What is on its way from the server may be the draft as it was before. What it is now follows from that.
        void utils.drafts.get.cancel({ ticketId: ticket.id })
        utils.drafts.get.setData({ ticketId: ticket.id }, before => before && sentDraft(before, version + 1))
        void utils.drafts.get.invalidate({ ticketId: ticket.id })
        setRound(count => count + 1)
        setBegun(null)
      }}
    />
  )
}

type ClosedComposerProps = { canReply: boolean; verbs: ReactNode; onBegin: (kind: ComposerDraft['kind']) => void }

function ClosedComposer({ canReply, verbs, onBegin }: ClosedComposerProps) {
  return (
    <section className={styles.bar} aria-label="Write">
      {canReply && (
        <Button flex={1} leftSection={<IconArrowBackUp size={16} aria-hidden />} onClick={() => onBegin('public')}>
          Reply
        </Button>
      )}
      <Button
        {...(canReply ? { variant: 'default' } : { flex: 1, className: styles.noteButton })}
        leftSection={<IconLock size={16} aria-hidden />}
        onClick={() => onBegin('note')}
      >
        Note
      </Button>
      {verbs}
    </section>
  )
}
