import { eventTimeText, invitationWords } from '@gotrs/contract/invitation-text'
import type { Invitation } from '@gotrs/contract/messages'
import styles from './invitation-card.module.css'

/** The event that a mail invites to or cancels: what, when by the reader's clock, where, and by whom. */
export function InvitationCard({ invitation }: { invitation: Invitation }) {
  const { method, title, place, organiser } = invitation
  const facts = [
    ['When', eventTimeText(invitation) ?? 'Not specified'],
    ['Where', place],
    ['Organiser', organiser],
  ].filter(([, value]) => value)
  return (
    <section
      className={styles.card}
      aria-label={invitationWords[method]}
      data-cancelled={method === 'cancel' || undefined}
    >
      <p className={styles.kind}>{invitationWords[method]}</p>
      <p className={styles.title} dir="auto">
        {title || 'No title'}
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
