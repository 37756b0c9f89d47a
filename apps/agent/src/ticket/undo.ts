import { failureOf } from '@gotrs/web/errors/failure'
import { errorText } from '../api/error-text.ts'
import type { Utils } from '../api/trpc.ts'
import { showToast, toast } from '../shell/toast.ts'
import { changedEventId, changeTexts, readChanges } from './changes.ts'
import { eventText } from './event-text.ts'
import { refreshTicket } from './refresh-ticket.ts'

/** What was done in this window: `made` is the version that it made, null where it changed nothing or failed. */
export type OwnAct = { ticketId: string; number: number; said: string; made: Promise<number | null> }

const mostKept = 50
const acts: OwnAct[] = []

/** Keeps it for `undoLast`, from when it is sent: the key may come before the answer. `seen`: the version before it. */
export function rememberAct(
  about: Omit<OwnAct, 'made'>,
  seen: number,
  answer: Promise<{ version: number | null }>,
): OwnAct {
  // A verb that changes nothing answers with the version that it got.
  const made = answer.then(
    ({ version }) => (version === seen ? null : version),
    () => null,
  )
  const act = { ...about, made }
  acts.push(act)
  acts.splice(0, acts.length - mostKept)
  return act
}

/** Says what was done, with "Undo" where it changed something. */
export async function toastAct(utils: Utils, act: OwnAct): Promise<void> {
  const isChanged = (await act.made) !== null
  const action = isChanged ? { label: 'Undo', run: () => void undoOwn(utils, act) } : undefined
  showToast({ message: `#${act.number} ${act.said}`, action })
}

/** Takes the last act of this window back; pressed again, the one before it. */
export async function undoLast(utils: Utils): Promise<void> {
  const act = acts.pop()
  if (act && (await act.made) === null) return undoLast(utils)
  await (act ? undoOwn(utils, act) : toast('Nothing to undo in this window'))
}

async function undoOwn(utils: Utils, act: OwnAct): Promise<void> {
  const at = acts.indexOf(act)
  if (at >= 0) acts.splice(at, 1)
  const madeVersion = await act.made
  if (madeVersion !== null) await undo(utils, act, { madeVersion })
}

type Undone = Pick<OwnAct, 'ticketId' | 'number'> & { said?: string }

/** Takes an act back, by one of its events or by the version that it made. Says so, or why not. */
export async function undo(
  utils: Utils,
  { ticketId, number, said }: Undone,
  which: { eventId: string } | { madeVersion: number },
): Promise<void> {
  try {
    await utils.client.tickets.undo.mutate({ ticketId, ...which })
    toast(said ? `#${number} no longer ${said}` : `#${number}: undone`)
  } catch (error) {
    showToast({ message: `#${number}: ${await whyNot(utils, ticketId, error)}`, isFailure: true })
  }
  await refreshTicket(utils)
}

/** "Ben moved it from Support to Billing since. Nothing was undone." */
async function whyNot(utils: Utils, ticketId: string, error: unknown): Promise<string> {
  const { code, params } = failureOf(error)
  const changes = readChanges(params)
  if (code !== 'cannot_undo' || changes.length === 0) return errorText(error)
  const timeline = await utils.client.tickets.get.query({ ticketId }).then(
    ({ events }) => events,
    () => [],
  )
  const change = timeline.find(({ id }) => id === changedEventId(params))
  return `${change ? eventText(change) : changeTexts(changes).join(', ')} since. Nothing was undone.`
}
