import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import { useMe } from '../session/use-session.ts'
import { ReasonButton } from '../shell/reason-button.tsx'
import { openPicker } from './pickers/open-picker.ts'
import styles from './rail.module.css'
import type { TicketVerbs } from './use-ticket-verbs.ts'
import { reasonAgainst } from './verb-reason.ts'

/** The tags, each with a button to remove it, and a button that opens the list of tags. */
export function TagsField({ ticket, verbs }: { ticket: TicketDetail; verbs: TicketVerbs }) {
  const tags = ticket.staff?.tags ?? []
  const reason = reasonAgainst(useMe(), 'tag', ticket)
  return (
    <div className={styles.field}>
      <span className={styles.label}>Tags</span>
      <div className={styles.tags}>
        {tags.length > 0 && (
          <ul className={styles.tags} aria-label="Tags">
            {tags.map(tag => (
              <li key={tag} className={styles.tag}>
                {tag}
                {reason === null && (
                  <ActionIcon size={24} aria-label={`Remove the tag ${tag}`} onClick={() => verbs.untag(tag)}>
                    <IconX size={12} />
                  </ActionIcon>
                )}
              </li>
            ))}
          </ul>
        )}
        <ReasonButton
          className={styles.addTag}
          variant="subtle"
          color="gray"
          reason={reason}
          hint={`Add or remove a tag (${keyCaps('tags').join(' ')})`}
          onClick={() => openPicker('tags')}
        >
          <IconPlus size={14} aria-hidden /> Add tag
        </ReasonButton>
      </div>
    </div>
  )
}
