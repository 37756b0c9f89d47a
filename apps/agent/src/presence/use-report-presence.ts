import { useEffect } from 'react'
import { trpc } from '../api/trpc.ts'
import { usePageShown } from '../live/use-page-shown.ts'
import { createReporter } from './reporter.ts'

let typed: (() => void) | null = null

/** The one at the screen types in the open ticket. */
export const reportTyping = () => typed?.()

/** Says that one views the ticket, as long as it is on the screen. */
export function useReportPresence(ticketId: string) {
  const { client } = trpc.useUtils()
  const isShown = usePageShown()
  useEffect(() => {
    const reporter = createReporter(state => {
      // A report that is lost ends by itself.
      client.presence.report.mutate({ ticketId, state }).catch(() => {})
    })
    const follow = () => (isShown && document.visibilityState === 'visible' ? reporter.shown() : reporter.gone())
    follow()
    typed = reporter.typed
    document.addEventListener('visibilitychange', follow)
    return () => {
      document.removeEventListener('visibilitychange', follow)
      if (typed === reporter.typed) typed = null
      reporter.gone()
    }
  }, [client, ticketId, isShown])
}
