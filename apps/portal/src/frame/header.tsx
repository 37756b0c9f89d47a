import { Link } from 'react-router'
import { useMe } from '../session/session.ts'
import { useDesk } from './desk.ts'
import classes from './header.module.css'

/** The business's name and the one button. The same markup stands in index.html. */
export function Header() {
  const desk = useDesk()
  const me = useMe()
  return (
    <header className="header">
      <div className="header-column">
        <Link className="brand" to="/">
          {desk?.businessName}
        </Link>
        {me ? (
          <Link className={classes.account} to="/account" aria-label={`Your account, ${me.name}`} title={me.name}>
            <span aria-hidden="true" className={classes.initial}>
              {initialOf(me.name)}
            </span>
          </Link>
        ) : null}
        <Link className="button button-primary" to="/requests/new">
          New request
        </Link>
      </div>
    </header>
  )
}

const initialOf = (name: string) => [...name.trim()][0]?.toUpperCase() ?? '?'
