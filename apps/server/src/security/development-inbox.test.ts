import { requestPasswordReset } from '@gotrs/core/accounts/request-password-reset'
import { sendDueMails } from '@gotrs/core/outbound/send'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Attack 26: a reset link of an admin, caught by a desk without a mail server, is read in the development inbox or not at all. */

let open: ServedWorld
let closed: ServedWorld
beforeAll(async () => {
  open = await serveWorld()
  open.world.info.hasDevelopmentInbox = true
  closed = await serveWorld()
  for (const { world } of [open, closed]) {
    await requestPasswordReset(world, { email: world.admin.email })
    await world.settle()
    await sendDueMails(world, async () => ({ kind: 'caught' }))
  }
})
afterAll(async () => {
  await open.stop()
  await closed.stop()
})

const path = '/trpc/developmentInbox.list'

test('shows the link to the browser of an admin, and to nobody else', async () => {
  const shown = await open.query('developmentInbox.list', undefined, 'admin')
  expect(JSON.stringify(shown.data)).toMatch(/reset-password\?token=[\w-]{43}/)
  for (const person of ['ana', 'omar'] as const) {
    expect(await open.query('developmentInbox.list', undefined, person)).toMatchObject({ code: 'forbidden' })
  }
  expect(await open.query('developmentInbox.list')).toMatchObject({ code: 'not_logged_in' })
})

test('shows nothing to a token of any kind, also beside the cookie of the admin', async () => {
  const { token } = await open.makeToken('admin', ['mail:read', 'settings:read'])
  const Cookie = await open.cookieOf('admin')
  for (const Authorization of [`Bearer ${token}`, await open.authorizationOf('admin')]) {
    for (const headers of [{ Authorization }, { Authorization, Cookie }]) {
      const response = await fetch(`${open.url}${path}`, { headers })
      const text = await response.text()
      expect([response.status, text]).toEqual([403, expect.not.stringContaining('token=')])
    }
  }
})

test('cannot be opened by any header if the desk was started without it', async () => {
  const Cookie = await closed.cookieOf('admin')
  const forged: Record<string, string>[] = [
    {},
    { Host: 'localhost' },
    { 'X-Forwarded-Host': '127.0.0.1', 'X-Forwarded-For': '127.0.0.1' },
    { Forwarded: 'for=127.0.0.1;host=localhost', Origin: 'http://127.0.0.1' },
  ]
  for (const headers of forged) {
    const response = await fetch(`${closed.url}${path}`, { headers: { ...headers, Cookie } })
    const text = await response.text()
    expect([response.status, text]).toEqual([404, expect.not.stringContaining('token=')])
  }
})
