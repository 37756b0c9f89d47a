import { useSearchParams } from 'react-router'
import { Button } from '../controls/button.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { Loading } from '../controls/skeleton.tsx'
import { announce } from '../frame/announcer.tsx'
import { Page } from '../frame/page.tsx'
import type { KnownUser } from '../session/known-user.ts'
import { EmptyList } from './empty-list.tsx'
import { viewOf } from './list-view.ts'
import classes from './my-requests.module.css'
import { RequestCard, RequestCardSkeleton } from './request-card.tsx'
import { useRequests } from './use-requests.ts'
import { ViewBar } from './view-bar.tsx'

/** My requests, and those of my organisation where it shares them. */
export function MyRequests({ user }: { user: KnownUser }) {
  const [search] = useSearchParams()
  const view = viewOf(search)
  const requests = useRequests(view)
  const tickets = requests.data?.pages.flatMap(page => page.items)
  const found = requests.data?.pages.flatMap(page => page.search?.matches ?? [])

  const showMore = async () => {
    const { data } = await requests.fetchNextPage()
    const count = data?.pages.at(-1)?.items.length ?? 0
    announce(count === 1 ? '1 more request' : `${count} more requests`)
  }

  return (
    <Page title="My requests">
      <ViewBar view={view} />
      {tickets ? null : (
        <ErrorNote error={requests.error}>
          <Button isBusy={requests.isFetching} onClick={() => void requests.refetch()}>
            Try again
          </Button>
        </ErrorNote>
      )}
      {requests.isPending ? <CardSkeletons /> : null}
      {tickets?.length === 0 && !requests.hasNextPage ? <EmptyList view={view} /> : null}
      {tickets && tickets.length > 0 ? (
        <ul className={classes.list} aria-label="Requests" aria-busy={requests.isPlaceholderData}>
          {tickets.map(ticket => (
            <RequestCard
              key={ticket.id}
              ticket={ticket}
              userId={user.id}
              match={found?.find(match => match.ticketId === ticket.id)}
            />
          ))}
        </ul>
      ) : null}
      {requests.hasNextPage ? (
        <div className={classes.more}>
          <Button isBusy={requests.isFetchingNextPage} onClick={() => void showMore()}>
            Show more
          </Button>
        </div>
      ) : null}
      {requests.isFetchNextPageError ? <ErrorNote error={requests.error} /> : null}
    </Page>
  )
}

const CardSkeletons = () => (
  <>
    <Loading />
    <ul className={classes.list} aria-hidden="true">
      <RequestCardSkeleton />
      <RequestCardSkeleton />
      <RequestCardSkeleton />
    </ul>
  </>
)
