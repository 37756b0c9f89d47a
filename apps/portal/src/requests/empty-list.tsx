import { Link } from 'react-router'
import { addressOf, type ListView } from './list-view.ts'
import classes from './my-requests.module.css'

/** Nothing to show: says why, and the one thing to do next. */
export function EmptyList({ view }: { view: ListView }) {
  if (view.words) {
    return (
      <div className={classes.empty}>
        <p>No request matches “{view.words}”. Try fewer or shorter words.</p>
        <Link to={view.show === 'all' ? '/' : addressOf({ ...view, show: 'all' })}>
          {view.show === 'all' ? 'Show my open requests' : 'Search all my requests'}
        </Link>
      </div>
    )
  }
  if (view.show === 'solved') {
    return <p className={classes.empty}>No solved requests yet.</p>
  }
  return (
    <div className={classes.empty}>
      <p>
        {view.show === 'open' ? 'No open requests.' : 'No requests yet.'} When you need help, write to us. You get the
        answer here and by mail.
      </p>
      <Link to="/requests/new">Write a request</Link>
    </div>
  )
}
