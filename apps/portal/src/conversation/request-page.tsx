import type { TicketDetail } from '@gotrs/contract/tickets'
import { isErrorOf } from '@gotrs/web/errors/failure'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Link, useParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { Button } from '../controls/button.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { Loading, Skeleton } from '../controls/skeleton.tsx'
import { Page } from '../frame/page.tsx'
import { canReopen, stateOf } from '../requests/request-state.ts'
import { StateBadge } from '../requests/state-badge.tsx'
import { Conversation } from './conversation.tsx'
import { ReplyBox } from './reply-box.tsx'
import classes from './request-page.module.css'
import { hasAnswer } from './thread.ts'

/** One request: its state, the conversation, and the reply box. */
export function RequestPage({ userId }: { userId: string }) {
  const number = Number(useParams().number)
  return <Request key={number} number={number} userId={userId} />
}

function Request({ number, userId }: { number: number; userId: string }) {
  const isNumber = Number.isInteger(number) && number > 0 && number < 2 ** 31
  const { data, error, refetch, isFetching } = trpc.tickets.get.useQuery({ ticketId: number }, { enabled: isNumber })
  const isMissing = !isNumber || (error && isErrorOf(error, 'not_found'))
  const title = data?.title ?? (isMissing ? 'Request not found' : 'Request')
  return (
    <Page
      title={title}
      before={<Back />}
      aside={data ? <Facts ticket={data} userId={userId} /> : null}
      isNoticeOver={data ? hasAnswer(data.messages) || canReopen(data.status) : false}
    >
      {data ? (
        <>
          <Links ticket={data} kind="follows" lead="Follows the earlier request" />
          <Conversation ticket={data} userId={userId} />
          <div className={classes.after}>
            <Links ticket={data} kind="follow_up" lead="Continued in" />
          </div>
          <ReplyBox ticket={data} userId={userId} />
        </>
      ) : isMissing ? (
        <p>It may belong to another account. Check your requests, or write a new one.</p>
      ) : error ? (
        <ErrorNote error={error}>
          <Button isBusy={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </ErrorNote>
      ) : (
        <RequestSkeleton />
      )}
    </Page>
  )
}

const Back = () => (
  <Link to="/" className={classes.back}>
    <span aria-hidden="true">←</span> My requests
  </Link>
)

function Facts({ ticket, userId }: { ticket: TicketDetail; userId: string }) {
  const asker = ticket.customer.id === userId ? 'Asked' : `Asked by ${ticket.customer.name}`
  return (
    <div className={classes.facts}>
      <StateBadge
        state={stateOf(ticket)}
        colleague={ticket.customer.id === userId ? undefined : ticket.customer.name}
      />
      <span>
        {asker} <Ago at={ticket.createdAt} />
      </span>
      <span>Number {ticket.number}</span>
    </div>
  )
}

type LinksProps = { ticket: TicketDetail; kind: TicketDetail['links'][number]['kind']; lead: string }

/** The request that this one follows, or those that follow it. */
function Links({ ticket, kind, lead }: LinksProps) {
  const links = ticket.links.filter(link => link.kind === kind)
  if (links.length === 0) return null
  return (
    <ul className={classes.links}>
      {links.map(link => (
        <li key={link.ticketId}>
          {lead} <Link to={`/requests/${link.number}`}>{link.title}</Link>
        </li>
      ))}
    </ul>
  )
}

export const RequestSkeleton = () => (
  <div className={classes.skeleton}>
    <Loading />
    <Skeleton height={140} />
    <Skeleton height={140} />
  </div>
)
