import type { TicketDetail } from '@gotrs/contract/tickets'
import type { ReactNode } from 'react'
import { KeyedLabel } from '../keyboard/keyed-label.tsx'
import { Face } from '../marks/face.tsx'
import { priorityWord } from '../marks/words.ts'
import { useMe } from '../session/use-session.ts'
import { ReasonButton } from '../shell/reason-button.tsx'
import { openPicker, type PickerName } from './pickers/open-picker.ts'
import styles from './rail.module.css'
import { reasonAgainst } from './verb-reason.ts'

/** Whose the ticket is, in which queue and how urgent; a press opens the same list as the key. */
export function RailFields({ ticket }: { ticket: TicketDetail }) {
  const me = useMe()
  const { assignee, queue } = ticket.staff ?? {}
  const name = assignee?.id === me.id ? `${me.name} (me)` : (assignee?.name ?? 'Unassigned')
  return (
    <>
      <Field label="Assignee" picker="assign" value={name} reason={reasonAgainst(me, 'assign', ticket)}>
        {assignee && <Face person={assignee} isColleague isSmall />}
      </Field>
      <Field label="Queue" picker="queue" value={queue?.name ?? ''} reason={reasonAgainst(me, 'move', ticket)} />
      <Field
        label="Priority"
        picker="priority"
        value={priorityWord(ticket.priority)}
        reason={reasonAgainst(me, 'setPriority', ticket)}
      />
    </>
  )
}

type FieldProps = { label: string; picker: PickerName; value: string; reason: string | null; children?: ReactNode }

/** A label at the left, and a value that looks like a control under the pointer. */
function Field({ label, picker, value, reason, children }: FieldProps) {
  return (
    <div className={styles.field}>
      <span className={styles.label}>
        <KeyedLabel text={label} name={picker} />
      </span>
      <ReasonButton
        variant="subtle"
        color="gray"
        className={styles.value}
        reason={reason}
        aria-label={`${label}: ${value}`}
        onClick={() => openPicker(picker)}
      >
        {children}
        <span className={styles.cut} dir="auto">
          {value}
        </span>
      </ReasonButton>
    </div>
  )
}
