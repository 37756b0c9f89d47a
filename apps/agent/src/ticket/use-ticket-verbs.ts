import type { Ticket, TicketPriority } from '@gotrs/contract/tickets'
import { failureOf } from '@gotrs/web/errors/failure'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { trpc, type Utils } from '../api/trpc.ts'
import { announce } from '../live/announce.ts'
import { toastError } from '../shell/toast.ts'
import type { Command } from './actions/header-action.ts'
import { changeTexts, readChanges } from './changes.ts'

/** A verb that met a changed ticket: what changed, and the verb itself, to go on with. */
export type Conflict = { texts: string[]; goOn: () => void; leave: () => void }

/** What agents do to a ticket. Each sends the version that is on the screen; one after the other. */
export function useTicketVerbs(ticket: Ticket) {
  const utils = trpc.useUtils()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const refresh = () => refreshTicket(utils)

  const command = useMutation({
    scope: { id: `ticket-${ticket.id}` },
    mutationFn: async ({ run }: Command) => {
      const version = shownVersion(utils, ticket)
      await run(utils.client, { ticketId: ticket.id, version })
      // The next verb in the scope waits for this, so that it sends the version after this one.
      await refresh()
    },
    onSuccess: (_, { said }) => {
      setConflict(null)
      announce(said)
    },
    onError: async (error, failed) => {
      const failure = failureOf(error)
      if (failure.code === 'ticket_changed') {
        await refresh()
        return setConflict({
          texts: changeTexts(readChanges(failure.params)),
          goOn: () => command.mutate(failed),
          leave: () => setConflict(null),
        })
      }
      toastError(error)
    },
  })
  const run = (said: string, action: Command['run']) => command.mutate({ said, run: action })

  return {
    isBusy: command.isPending,
    conflict,
    run: (asked: Command) => command.mutate(asked),
    assign: (assigneeId: string | null) =>
      run('Assigned', (client, seen) => client.tickets.assign.mutate({ ...seen, assigneeId })),
    setPriority: (priority: TicketPriority) =>
      run('Priority set', (client, seen) => client.tickets.setPriority.mutate({ ...seen, priority })),
    move: (queueId: string) => run('Moved', (client, seen) => client.tickets.move.mutate({ ...seen, queueId })),
    tag: (tag: string) => run('Tag added', (client, seen) => client.tickets.tag.mutate({ ...seen, tag })),
    untag: (tag: string) => run('Tag removed', (client, seen) => client.tickets.untag.mutate({ ...seen, tag })),
    rename: (title: string) =>
      run('Subject changed', (client, seen) => client.tickets.rename.mutate({ ...seen, title })),
  }
}

export type TicketVerbs = ReturnType<typeof useTicketVerbs>

/** Asks again for what a change of a ticket shows in. */
export async function refreshTicket(utils: Utils) {
  void utils.tickets.list.invalidate()
  void utils.views.counts.invalidate()
  await Promise.all([utils.tickets.get.invalidate(), utils.messages.list.invalidate()])
}

/** The version of the newest answer for this ticket: what the screen shows, or will with the next paint. */
function shownVersion(utils: Utils, ticket: Ticket): number {
  const shown = utils.tickets.get.getData({ ticketId: ticket.number }) ?? ticket
  return shown.staff?.version ?? 0
}
