import { eventTimeText, invitationWords } from '@gotrs/contract/invitation-text'
import type { Invitation } from '@gotrs/contract/messages'
import classes from './invitation-card.module.css'

/** The event that a mail invites to or calls off: what, when by the reader's clock, where, and by whom. */
export function InvitationCard({ invitation }: { invitation: Invitation }) {
  const { method, title, place, organiser } = invitation
  const facts = [
    ['When', eventTimeText(invitation) ?? 'The mail does not say'],
    ['Where', place],
    ['Organiser', organiser],
  ].filter(([, value]) => value)
  return (
    <section
      className={classes.card}
      aria-label={invitationWords[method]}
      data-cancelled={method === 'cancel' || undefined}
    >
      <p className={classes.kind}>{invitationWords[method]}</p>
      <p className={classes.title} dir="auto">
        {title || 'Without a title'}
      </p>
      <dl className={classes.facts}>
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
