import { useMutation } from '@tanstack/react-query'
import { errorText } from '../../api/error-text.ts'
import { trpc } from '../../api/trpc.ts'
import { toast, toastError } from '../../shell/toast.ts'
import { replayedText } from './replayed-text.ts'

/** Reads mails of the ledger once more, one after the other; one that fails does not keep the others back. */
export function useReplay(onDone?: () => void) {
  const utils = trpc.useUtils()
  return useMutation({
    mutationFn: async (mailIds: readonly string[]) => {
      const faults: unknown[] = []
      for (const mailId of mailIds) {
        await utils.client.inbound.replay.mutate({ mailId }).catch(error => faults.push(error))
      }
      return { count: mailIds.length, faults }
    },
    onSuccess: async ({ count, faults }) => {
      await Promise.all([utils.inbound.invalidate(), utils.mailboxes.invalidate()])
      if (faults.length === count) toastError(faults[0])
      else toast(replayedText(count, faults.length, faults.length > 0 ? errorText(faults[0]) : ''))
      onDone?.()
    },
  })
}
