import { letter } from '@gotrs/core/testing/inbound/letters'
import { receiveFromAddress } from '@gotrs/core/testing/inbound/mail-from-stranger'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let world: World
beforeAll(async () => {
  world = await createWorld({ privateHosts: '10.0.0.5,172.16.0.0/12,198.51.100.0/24' })
})
afterAll(() => world.remove())

let count = 0
const checked = () => {
  count += 1
  const headers = ['Authentication-Results: mx.gotrs.example; dmarc=pass header.from=acme.example']
  return letter({ headers, messageId: `<checked-${count}@acme.example>` })
}

test.each(['10.0.0.5', '198.51.100.7'])('the checks of a relay that the operator names count: %s', async address => {
  expect((await receiveFromAddress(world, address, checked())).senderVerdict).toBe('authenticated')
})

test.each(['127.0.0.1', '172.17.0.1', '10.0.0.6', '203.0.113.9'])(
  'nobody else can bring them, though his address is private as all are behind a gateway: %s',
  async address => {
    expect((await receiveFromAddress(world, address, checked())).senderVerdict).toBe('unknown')
  },
)
