import { IconSearch } from '@tabler/icons-react'
import { Link, useNavigate } from 'react-router'
import { addressOf, type ListView, type Show, shows } from './list-view.ts'
import classes from './my-requests.module.css'

const texts = { open: 'Open', solved: 'Solved', all: 'All' } as const satisfies Record<Show, string>

/** Chooses which requests to see; every choice is an address. */
export function ViewBar({ view }: { view: ListView }) {
  const navigate = useNavigate()
  return (
    <div className={classes.bar}>
      <nav className={classes.shows} aria-label="Which requests">
        {shows.map(show => (
          <Link
            key={show}
            className={classes.show}
            to={addressOf({ ...view, show })}
            aria-current={show === view.show ? 'page' : undefined}
          >
            {texts[show]}
          </Link>
        ))}
      </nav>
      <search className={classes.search}>
        <form
          onSubmit={event => {
            event.preventDefault()
            const words = String(new FormData(event.currentTarget).get('q') ?? '').trim()
            void navigate(addressOf({ words, show: words ? 'all' : 'open' }))
          }}
        >
          <IconSearch size={18} aria-hidden="true" />
          <input
            type="search"
            name="q"
            defaultValue={view.words}
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
