import type { Ticket, TicketPriority } from '@gotrs/contract/tickets'
import { failureOf, isPassing } from '@gotrs/web/errors/failure'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc, type Utils } from '../api/trpc.ts'
import { keepFocus } from '../list/focus-home.ts'
import { priorityWord } from '../marks/words.ts'
import { showToast, toast } from '../shell/toast.ts'
import type { Command } from './actions/header-action.ts'
import { changeTexts, readChanges } from './changes.ts'
import { useLeaveTicket } from './use-leave-ticket.ts'

/** A verb that met a changed ticket: what changed, and the verb itself, to go on with. */
export type Conflict = { texts: string[]; goOn: () => void; leave: () => void }

type StartedCommand = Command & { end?: ((isDone: boolean) => void) | undefined }

/** What agents do to a ticket. Each sends the version that is on the screen; one after the other. */
export function useTicketVerbs(ticket: Ticket) {
  const utils = trpc.useUtils()
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const refresh = () => refreshTicket(utils)
  const leave = useLeaveTicket(ticket.number)

  const command = useMutation({
    scope: { id: `ticket-${ticket.id}` },
    mutationFn: async ({ run }: StartedCommand) => {
      const version = shownVersion(utils, ticket)
      const { version: after } = await run(utils.client, { ticketId: ticket.id, version })
      if (after !== null) ownVersions.set(ticket.id, after)
    },
    onSuccess: (_, { said, end }) => {
      end?.(true)
      void refresh().then(keepFocus)
      setConflict(null)
      toast(`#${ticket.number} ${said}`)
    },
    onError: async (error, { end, ...failed }) => {
      end?.(false)
      const failure = failureOf(error)
      if (failure.code === 'ticket_changed') {
        await refresh()
        return setConflict({
          texts: changeTexts(readChanges(failure.params)),
          goOn: () => start(failed),
          leave: () => setConflict(null),
        })
      }
      showToast({
        message: `#${ticket.number} not ${failed.said}: ${errorText(error)}`,
        isFailure: true,
        action: isPassing(error) ? { label: 'Try again', run: () => start(failed) } : undefined,
      })
    },
  })
  const start = (asked: Command) => command.mutate({ ...asked, end: asked.leaves ? leave() : undefined })
  const run = (said: string, action: Command['run']) => start({ said, run: action })

  return {
    conflict,
    run: start,
    assign: (assignee: { id: string; name: string } | null) =>
      run(assignee ? `assigned to ${assignee.name}` : 'unassigned', (client, seen) =>
        client.tickets.assign.mutate({ ...seen, assigneeId: assignee?.id ?? null }),
      ),
    setPriority: (priority: TicketPriority) =>
      run(`set to ${priorityWord(priority)}`, (client, seen) =>
        client.tickets.setPriority.mutate({ ...seen, priority }),
      ),
    move: ({ id, name }: { id: string; name: string }) =>
      start({
        said: `moved to ${name}`,
        leaves: true,
        run: (client, seen) => client.tickets.move.mutate({ ...seen, queueId: id }),
      }),
    tag: (tag: string) => run(`tagged ${tag}`, (client, seen) => client.tickets.tag.mutate({ ...seen, tag })),
    untag: (tag: string) => run(`untagged ${tag}`, (client, seen) => client.tickets.untag.mutate({ ...seen, tag })),
    rename: (title: string) => run('renamed', (client, seen) => client.tickets.rename.mutate({ ...seen, title })),
  }
}

export type TicketVerbs = ReturnType<typeof useTicketVerbs>

/** Asks again for what a change of a ticket shows in. */
export async function refreshTicket(utils: Utils) {
  void utils.tickets.list.invalidate()
  void utils.views.counts.invalidate()
  await Promise.all([utils.tickets.get.invalidate(), utils.messages.list.invalidate()])
}

/** The versions after one's own verbs, by ticket: the next verb may be pressed before the screen has read them. */
const ownVersions = new Map<string, number>()

/** The version that the screen shows, or will with the next paint. */
function shownVersion(utils: Utils, ticket: Ticket): number {
  const read = utils.tickets.get.getData({ ticketId: ticket.number })?.staff?.version ?? 0
  return Math.max(read, ticket.staff?.version ?? 0, ownVersions.get(ticket.id) ?? 0)
}
