import type { TicketCounts } from '@gotrs/contract/tickets'
import { countText } from '@gotrs/web/text/count-text'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { addressOf, type ListView, type Show, shows } from './list-view.ts'
import classes from './my-requests.module.css'

const texts = { open: 'Open', solved: 'Solved', all: 'All' } as const satisfies Record<Show, string>

/** How many requests there are; nothing while that is on its way. */
function textOf(counts: TicketCounts | undefined, show: Show): string {
  if (!counts) return ''
  const { open, done } = counts
  return countText({ open, solved: done, all: open + done }[show])
}

/** Chooses which requests to see; every choice is an address. */
export function ViewBar({ view }: { view: ListView }) {
  const navigate = useNavigate()
  const counts = trpc.tickets.counts.useQuery()
  const [typed, setTyped] = useState(view.words)
  const [shown, setShown] = useState(view.words)
  if (shown !== view.words) {
    setShown(view.words)
    setTyped(view.words)
  }

  const lookFor = (words: string) => void navigate(addressOf({ words, show: words ? 'all' : 'open' }))

  return (
    <div className={classes.bar}>
      <nav className={classes.shows} aria-label="Status">
        {shows.map(show => (
          <Link
            key={show}
            className={classes.show}
            to={addressOf({ ...view, show })}
            aria-current={show === view.show ? 'page' : undefined}
          >
            {texts[show]}
            {/* The hits of a search are not counted. */}
            {view.words ? null : <span className={classes.count}>{textOf(counts.data, show)}</span>}
          </Link>
        ))}
      </nav>
      <search className={classes.search}>
        <form
          onSubmit={event => {
            event.preventDefault()
            lookFor(typed.trim())
          }}
        >
          <IconSearch size={18} aria-hidden="true" />
          <input
            type="search"
            value={typed}
            onChange={event => {
              setTyped(event.currentTarget.value)
              // The field was emptied, by its own cross perhaps: back to the list.
              if (event.currentTarget.value === '' && view.words) lookFor('')
            }}
            maxLength={200}
            placeholder="Search my requests"
            aria-label="Search my requests"
            enterKeyHint="search"
          />
        </form>
      </search>
    </div>
  )
}
