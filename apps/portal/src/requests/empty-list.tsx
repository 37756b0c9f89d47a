import { Link } from 'react-router'
import { addressOf, type ListView } from './list-view.ts'
import classes from './my-requests.module.css'

/** Nothing to show: says why, and the one thing to do next. */
export function EmptyList({ view }: { view: ListView }) {
  if (view.words) {
    return (
      <div className={classes.empty}>
        <p>Nothing here with “{view.words}”. Fewer or shorter words find more.</p>
        <Link to={view.show === 'all' ? '/' : addressOf({ ...view, show: 'all' })}>
          {view.show === 'all' ? 'Show my open requests' : 'Search all my requests'}
        </Link>
      </div>
    )
  }
  if (view.show === 'solved') {
    return <p className={classes.empty}>Nothing solved yet. Once it is, it stays here to look up.</p>
  }
  return (
    <div className={classes.empty}>
      <p>
        {view.show === 'open' ? 'Nothing is open.' : 'There is no request yet.'} When you need help, write what
        happened; the answer comes here and by mail.
      </p>
      <Link to="/requests/new">Write a request</Link>
    </div>
  )
}
