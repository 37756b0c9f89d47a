import type { Ticket, TicketPriority } from '@gotrs/contract/tickets'
import { failureOf, isPassing } from '@gotrs/web/errors/failure'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc, type Utils } from '../api/trpc.ts'
import { keepFocus } from '../list/focus-home.ts'
import { priorityWord } from '../marks/words.ts'
import { useMe } from '../session/use-session.ts'
import { showToast } from '../shell/toast.ts'
import type { Command } from './actions/header-action.ts'
import { changeTexts, readChanges } from './changes.ts'
import { refreshTicket } from './refresh-ticket.ts'
import { showAtOnce } from './show-at-once.ts'
import { rememberAct, toastAct } from './undo.ts'
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
  const queryClient = useQueryClient()
  const me = useMe()

  const command = useMutation({
    scope: { id: `ticket-${ticket.id}` },
    mutationFn: async (asked: StartedCommand) => {
      const version = shownVersion(utils, ticket)
      const answer = callOf(asked)(utils.client, { ticketId: ticket.id, version })
      const act = rememberAct({ ticketId: ticket.id, number: ticket.number, said: asked.said }, version, answer)
      const { version: after } = await answer
      if (after !== null) ownVersions.set(ticket.id, after)
      return act
    },
    onMutate: asked => ('act' in asked ? showAtOnce({ utils, queryClient, me }, ticket, asked) : () => undefined),
    onSuccess: (act, { end }) => {
      end?.(true)
      void refresh().then(keepFocus)
      setConflict(null)
      void toastAct(utils, act)
    },
    onError: async (error, { end, ...failed }, showBefore) => {
      end?.(false)
      showBefore?.()
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

  return {
    conflict,
    run: start,
    assign: (assignee: { id: string; name: string } | null) =>
      start({
        said: assignee ? `assigned to ${assignee.id === me.id ? 'you' : assignee.name}` : 'unassigned',
        act: { verb: 'assign', assigneeId: assignee?.id ?? null },
        names: { assignee },
      }),
    setPriority: (priority: TicketPriority) =>
      start({ said: `set to ${priorityWord(priority)}`, act: { verb: 'setPriority', priority } }),
    move: (queue: { id: string; name: string }) =>
      start({
        said: `moved to ${queue.name}`,
        leaves: true,
        act: { verb: 'move', queueId: queue.id },
        names: { queue },
      }),
    tag: (tag: string) => start({ said: `tagged ${tag}`, act: { verb: 'tag', tag } }),
    untag: (tag: string) => start({ said: `untagged ${tag}`, act: { verb: 'untag', tag } }),
    rename: (title: string) => start({ said: 'renamed', act: { verb: 'rename', title } }),
  }
}

export type TicketVerbs = ReturnType<typeof useTicketVerbs>

type Call = Extract<Command, { run: unknown }>['run']

function callOf(command: Command): Call {
  if ('run' in command) return command.run
  const { verb, ...input } = command.act
  return (client, seen) => {
    // The input is the verb's own by its type, which TypeScript does not follow.
    const { mutate } = client.tickets[verb] as { mutate: (input: object) => ReturnType<Call> }
    return mutate({ ...seen, ...input })
  }
}

/** The versions after one's own verbs, by ticket: the next verb may be pressed before the screen has read them. */
const ownVersions = new Map<string, number>()

/** The version that the screen shows, or will with the next paint. */
function shownVersion(utils: Utils, ticket: Ticket): number {
  const read = utils.tickets.get.getData({ ticketId: ticket.number })?.staff?.version ?? 0
  return Math.max(read, ticket.staff?.version ?? 0, ownVersions.get(ticket.id) ?? 0)
}
