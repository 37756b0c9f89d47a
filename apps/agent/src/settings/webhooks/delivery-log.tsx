import { eventCatalogue } from '@gotrs/contract/events'
import type { Webhook, WebhookDelivery } from '@gotrs/contract/webhooks'
import { isErrorOf } from '@gotrs/web/errors/failure'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Button, SegmentedControl, Skeleton, Title } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import { getQueryKey } from '@trpc/react-query'
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { usePages } from '../../api/use-pages.ts'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { FailureNotice } from '../../shell/failure-notice.tsx'
import { toast, toastError } from '../../shell/toast.ts'
import outcome from '../inbound/outcome-line.module.css'
import { useFilter } from '../parts/mail-filter-bar.tsx'
import { deliveryStatus } from '../parts/mail-filters.ts'
import { itemsOf } from '../parts/mail-list.tsx'
import rows from '../parts/rows.module.css'
import section from '../parts/section.module.css'
import { Until } from '../parts/until.tsx'
import own from './webhook.module.css'
import { deliveryText, isRefusedAddress } from './webhook-text.ts'

/** No hint announces a delivery that arrived; while one waits, the log reads again. */
const LOOK_AGAIN_MS = 5000

const choices = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Failed' },
]
const empty = {
  all: 'No deliveries yet',
  waiting: 'No waiting deliveries',
  delivered: 'No successful deliveries',
  failed: 'No failed deliveries',
} as const

/** The deliveries of a webhook in the last month, newest first. */
export function DeliveryLog({ webhook }: { webhook: Webhook }) {
  const [search] = useSearchParams()
  const set = useFilter()
  const status = deliveryStatus(search)
  const utils = trpc.useUtils()
  const input = { webhookId: webhook.id, status, limit: 50 }
  const pages = usePages({
    queryKey: getQueryKey(trpc.webhooks.deliveries, input, 'infinite'),
    load: (cursor, signal) => utils.client.webhooks.deliveries.query({ ...input, cursor }, { signal }),
    nextCursor: page => page.nextCursor,
  })
  const items = itemsOf(pages)
  useLookAgain(webhook.isActive && items.some(item => item.status === 'waiting'))
  return (
    <section className={section.section} aria-labelledby="log-heading">
      <div className={own.filters}>
        <Title order={2} id="log-heading">
          Deliveries
        </Title>
        <SegmentedControl aria-label="Status" data={choices} value={status} onChange={value => set('status', value)} />
      </div>
      {pages.isPending && <Skeleton height={240} />}
      {pages.error && <FailureNotice error={pages.error} onRetry={pages.refetch} />}
      {pages.isSuccess && items.length === 0 && (
        <EmptyNotice title={empty[status]}>
          {status === 'all'
            ? 'This log shows each event that GOTRS sent in the last month, with the response.'
            : 'Select All to see every delivery of the last month.'}
        </EmptyNotice>
      )}
      {items.length > 0 && (
        <ul className={rows.rows} aria-label="Deliveries" data-stale={pages.isPlaceholderData || undefined}>
          {items.map(delivery => (
            <li key={delivery.id} className={rows.row}>
              <Delivery delivery={delivery} isActive={webhook.isActive} />
            </li>
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button mt="md" variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          Load more
        </Button>
      )}
    </section>
  )
}

function useLookAgain(isWaiting: boolean) {
  const utils = trpc.useUtils()
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => {
      if (!document.hidden) void utils.webhooks.invalidate()
    }, LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [isWaiting, utils])
}

function Delivery({ delivery, isActive }: { delivery: WebhookDelivery; isActive: boolean }) {
  const { eventType, createdAt, nextAttemptAt, response, payload } = delivery
  const { text, advice, kind } = deliveryText(delivery)
  const waitsForWebhook = nextAttemptAt !== null && !isActive
  const Icon = { good: IconCheck, trouble: IconAlertTriangle, waiting: IconClock }[kind]
  return (
    <div className={own.delivery}>
      <div className={own.what}>
        <strong>{eventType === 'ping' ? 'Ping' : eventCatalogue[eventType].label}</strong> <code>{eventType}</code>
        <span className={`${rows.dim} ${rows.push}`}>
          <Ago at={createdAt} />
        </span>
      </div>
      <p className={outcome.outcome} data-trouble={kind === 'trouble' || undefined}>
        <Icon size={14} aria-hidden />
        <span>
          {waitsForWebhook && kind === 'waiting' ? 'Waiting until the webhook is on' : text}
          {nextAttemptAt && isActive && (
            <>
              {kind === 'trouble' ? '; next attempt ' : ', '}
              <Until at={nextAttemptAt} />
            </>
          )}
          {waitsForWebhook && kind === 'trouble' && '; next attempt once the webhook is on'}
        </span>
      </p>
      {advice && <p className={own.advice}>{advice}</p>}
      {response && !isRefusedAddress(delivery) && (
        <p className={`${rows.dim} ${own.advice}`}>{answerText(delivery, response)}</p>
      )}
      <div className={own.end}>
        <details className={own.payload}>
          <summary>Payload</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <pre tabIndex={0}>{JSON.stringify(payload, null, 2)}</pre>
        </details>
        <SendNow delivery={delivery} />
      </div>
    </div>
  )
}

const answerText = ({ responseStatus }: WebhookDelivery, response: string) =>
  responseStatus === null ? `(${response})` : `Response: “${response}”`

function SendNow({ delivery }: { delivery: WebhookDelivery }) {
  const utils = trpc.useUtils()
  const retry = trpc.webhooks.retryDelivery.useMutation({
    onSuccess: sent => toast(deliveryText(sent).text),
    onError: error => (isErrorOf(error, 'wrong_status') ? toast('Already being sent') : toastError(error)),
    onSettled: () => utils.webhooks.invalidate(),
  })
  return (
    <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate({ deliveryId: delivery.id })}>
      {delivery.status === 'waiting' ? 'Send now' : 'Send again'}
    </Button>
  )
}
