import { listInboundInput } from '@gotrs/contract/inbound'
import { listOutboxInput } from '@gotrs/contract/outbox'
import { expect, it } from 'vitest'
import { deliveryStatus, inboundFilter, outboxFilter, withFilter } from './mail-filters.ts'

const mailbox = '0197c000-0000-7000-8000-000000000001'

it('reads a filter from the URL', () => {
  const search = new URLSearchParams(`state=quarantined&outcome=bounce&mailbox=${mailbox}&q= omar &since=2026-11-02`)
  const filter = inboundFilter(search)
  expect(filter).toEqual({
    state: 'quarantined',
    outcome: 'bounce',
    mailboxId: mailbox,
    q: 'omar',
    since: new Date('2026-11-02T00:00:00').toISOString(),
  })
  expect(listInboundInput.safeParse(filter).success).toBe(true)
  expect(outboxFilter(new URLSearchParams('status=cancelled&q=x'))).toEqual({ status: 'cancelled', q: 'x' })
})

it('takes the whole of the last day in', () => {
  const { until } = inboundFilter(new URLSearchParams('until=2026-11-02'))
  expect(until).toBe(new Date('2026-11-03T00:00:00').toISOString())
})

it('leaves out what makes no sense, so that the desk is never asked for it', () => {
  const search = new URLSearchParams('state=x&status=x&outcome=x&mailbox=1&q=%20&since=yesterday&until=2026-99-99')
  expect(inboundFilter(search)).toEqual({ state: 'all' })
  expect(outboxFilter(search)).toEqual({ status: 'all' })
  expect(listOutboxInput.safeParse(outboxFilter(search)).success).toBe(true)
})

it('keeps the rest of the URL when one part changes', () => {
  const search = new URLSearchParams('state=done&q=x')
  expect(withFilter(search, 'q', 'y').toString()).toBe('state=done&q=y')
  expect(withFilter(search, 'q', '').toString()).toBe('state=done')
  expect(withFilter(search, 'state', 'all').toString()).toBe('q=x')
  expect(search.toString()).toBe('state=done&q=x')
})

it('reads the filter for the deliveries of a webhook from the URL', () => {
  expect(deliveryStatus(new URLSearchParams('status=failed'))).toBe('failed')
  expect(deliveryStatus(new URLSearchParams('status=cancelled'))).toBe('all')
})
