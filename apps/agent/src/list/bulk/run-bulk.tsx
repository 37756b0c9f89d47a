import type { BulkAct, BulkAction } from '@gotrs/contract/bulk'
import type { Utils } from '../../api/trpc.ts'
import { showToast, toastError, updateToast } from '../../shell/toast.ts'
import { refreshTicket } from '../../ticket/refresh-ticket.ts'
import { refusalText } from './refusal-text.ts'

export type Words = { doing: string; done: string }
type Which = { q: string } | { ids: string[] }

const lookMs = 700

export const ticketsText = (count: number) => (count === 1 ? '1 ticket' : `${count} tickets`)

/** Sends a bulk act, shows how far it is, and what it could not change. */
export async function runBulk(utils: Utils, which: Which, action: BulkAction, words: Words): Promise<void> {
  try {
    const { bulkId } = await utils.client.bulk.create.mutate({ ...which, action })
    await follow(utils, bulkId, words)
  } catch (error) {
    toastError(error)
  }
}

async function follow(utils: Utils, bulkId: string, words: Words): Promise<void> {
  let toastId: number | null = null
  let isStopped = false
  for (;;) {
    const act = await utils.client.bulk.get.query({ bulkId })
    if (act.finishedAt !== null) return isStopped ? undefined : end(utils, act, words)
    const toast = {
      message: (
        <>
          {words.doing} {ticketsText(act.total)}: <span aria-hidden>{act.done + act.failed} done</span>
        </>
      ),
      progress: (act.done + act.failed) / act.total,
      action: {
        label: 'Stop and undo',
        run: () => {
          isStopped = true
          void utils.client.bulk.stop.mutate({ bulkId }).then(() => undo(utils, bulkId), toastError)
        },
      },
    }
    if (toastId === null) toastId = showToast(toast)
    else updateToast(toastId, toast)
    await new Promise(resolve => setTimeout(resolve, lookMs))
  }
}

async function end(utils: Utils, act: BulkAct, words: Words): Promise<void> {
  await refreshTicket(utils)
  const refused = act.failed > 0 ? ` ${act.failed} not changed: ${refusalText(act.reasons)}.` : ''
  showToast({
    message: `${ticketsText(act.done)} ${words.done}.${refused}`,
    action: act.done > 0 ? { label: 'Undo', run: () => void undo(utils, act.id) } : undefined,
  })
}

async function undo(utils: Utils, bulkId: string): Promise<void> {
  try {
    const { bulkId: undoId } = await utils.client.bulk.undo.mutate({ bulkId })
    await follow(utils, undoId, { doing: 'Undoing', done: 'as before' })
  } catch (error) {
    toastError(error)
  }
}
