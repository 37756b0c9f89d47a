import { eventTimeText, invitationWords } from '@gotrs/contract/invitation-text'
import type { Invitation } from '@gotrs/contract/messages'
import { IconCalendarEvent, IconCalendarOff } from '@tabler/icons-react'
import styles from './invitation-card.module.css'

/** The event that a mail invites to or calls off: what, when by the reader's clock, where, and by whom. */
export function InvitationCard({ invitation }: { invitation: Invitation }) {
  const { method, title, place, organiser } = invitation
  const isCancelled = method === 'cancel'
  const Icon = isCancelled ? IconCalendarOff : IconCalendarEvent
  const facts = [
    ['When', eventTimeText(invitation) ?? 'The mail does not say'],
    ['Where', place],
    ['Organiser', organiser],
  ].filter(([, value]) => value)
  return (
    <section className={styles.card} aria-label={invitationWords[method]}>
      <p className={styles.kind} data-cancelled={isCancelled || undefined}>
        <Icon size={14} aria-hidden />
        {invitationWords[method]}
      </p>
      <p className={styles.title} dir="auto" data-cancelled={isCancelled || undefined}>
        {title || 'Without a title'}
      </p>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
