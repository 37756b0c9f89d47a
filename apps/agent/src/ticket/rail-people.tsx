import { quoteValue } from '@gotrs/contract/filter/quote-value'
import type { LinkKind, TicketDetail } from '@gotrs/contract/tickets'
import { Link } from 'react-router'
import { listSearch, useListParams } from '../list/list-params.ts'
import { Face } from '../marks/face.tsx'
import styles from './rail.module.css'

/** Who asks, from where, and what else they asked. */
export function CustomerSection({ ticket }: { ticket: TicketDetail }) {
  const { customer, staff } = ticket
  return (
    <section className={styles.section} aria-labelledby="customer-heading">
      <h2 id="customer-heading" className={styles.heading}>
        Customer
        <Link to={`/tickets${listSearch({ q: `customer:${quoteValue(customer.email)}` })}`}>
          All tickets<span className="visually-hidden"> of this customer</span>
        </Link>
      </h2>
      <div className={styles.person}>
        <Face person={customer} />
        <div>
          <p dir="auto">{customer.name || customer.email}</p>
          {staff?.organisation && <p className={styles.dim}>{staff.organisation.name}</p>}
          <p className={styles.dim}>{customer.email}</p>
        </div>
      </div>
    </section>
  )
}

const linkKinds = {
  follow_up: 'Follow-up',
  follows: 'Follows',
  suggested: 'May belong to',
  same_mail: 'Same mail',
} as const satisfies Record<LinkKind, string>

export function LinksSection({ ticket }: { ticket: TicketDetail }) {
  const params = useListParams()
  if (ticket.links.length === 0) return null
  return (
    <section className={styles.section} aria-labelledby="links-heading">
      <h2 id="links-heading" className={styles.heading}>
        Links
      </h2>
      <ul className={styles.people}>
        {ticket.links.map(link => (
          <li key={link.ticketId}>
            <span className={styles.dim}>{linkKinds[link.kind]}</span>{' '}
            <Link to={`/tickets/${link.number}${listSearch(params)}`}>
              #{link.number} {link.title}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
