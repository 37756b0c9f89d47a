import { maxFollowers } from '@gotrs/contract/followers'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { KeyedLabel } from '../keyboard/keyed-label.tsx'
import { Face } from '../marks/face.tsx'
import { useMe } from '../session/use-session.ts'
import { follow, unfollow } from './followers.ts'
import { openPicker } from './pickers/open-picker.ts'
import styles from './rail.module.css'
import type { TicketVerbs } from './use-ticket-verbs.ts'
import { reasonAgainst } from './verb-reason.ts'

/** A longer list is folded. */
const SHOWN = 8

/** Colleagues who get the news of the ticket as its assignee does. */
export function FollowersSection({ ticket, verbs }: { ticket: TicketDetail; verbs: TicketVerbs }) {
  const me = useMe()
  const add = useRef<HTMLButtonElement>(null)
  const [isWhole, setWhole] = useState(false)
  const followers = ticket.staff?.followers ?? []
  const isFollowing = followers.some(({ id }) => id === me.id)
  if (reasonAgainst(me, 'follow', ticket) !== null) return null
  return (
    <section className={styles.section} aria-labelledby="followers-heading">
      <h2 id="followers-heading" className={styles.heading}>
        <KeyedLabel text="Followers" name="followers" />
        <Button
          variant="subtle"
          className={styles.flush}
          onClick={() => verbs.run(isFollowing ? unfollow(me, me) : follow(me, me))}
        >
          {isFollowing ? 'Unfollow' : 'Follow'}
        </Button>
      </h2>
      <ul className={styles.people} aria-labelledby="followers-heading">
        {followers.slice(0, isWhole ? undefined : SHOWN).map(person => (
          <li key={person.id} className={styles.person}>
            <Face person={person} isColleague isSmall />
            <span dir="auto">{person.id === me.id ? `${person.name} (me)` : person.name}</span>
            <ActionIcon
              size={24}
              aria-label={`Remove ${person.name} as a follower`}
              onClick={() => {
                // The button goes with the person.
                add.current?.focus()
                verbs.run(unfollow(person, me))
              }}
            >
              <IconX size={14} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {followers.length > SHOWN && (
        <Button variant="subtle" className={styles.flush} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `and ${followers.length - SHOWN} more`}
        </Button>
      )}
      {followers.length >= maxFollowers && (
        <p className={styles.dim}>A ticket has at most {maxFollowers} followers. Remove one to add another.</p>
      )}
      <Button ref={add} variant="subtle" className={styles.flush} onClick={() => openPicker('followers')}>
        {followers.length < maxFollowers ? 'Add a colleague' : 'Change the followers'}
      </Button>
    </section>
  )
}
