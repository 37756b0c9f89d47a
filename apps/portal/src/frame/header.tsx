import { Link, useMatch } from 'react-router'
import { useMe, useUser } from '../session/session.ts'
import { useDesk } from './desk.ts'
import classes from './header.module.css'

/** The business's name and the one button. index.html has the same markup. */
export function Header() {
  const desk = useDesk()
  const me = useMe()
  const user = useUser()
  // The one primary action of the list; other screens have another one.
  const isPrimary = useMatch('/') !== null && user !== null
  return (
    <header className="header">
      <div className="header-column">
        <Link className="brand" to="/" aria-label={desk ? undefined : 'Start'}>
          {desk?.businessName}
        </Link>
        {me ? (
          <Link className={classes.account} to="/account" aria-label={`Your account, ${me.name}`} title={me.name}>
            <span aria-hidden="true" className={classes.initial}>
              {initialOf(me.name)}
            </span>
          </Link>
        ) : null}
        <Link className={isPrimary ? 'button button-primary' : 'button'} to="/requests/new">
          New request
        </Link>
      </div>
    </header>
  )
}

const initialOf = (name: string) => [...name.trim()][0]?.toUpperCase() ?? '?'
