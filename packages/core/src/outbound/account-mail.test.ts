import { writtenMails } from '@gotrs/core/testing/outbound/written'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { register } from '../accounts/register.ts'
import { requestPasswordReset } from '../accounts/request-password-reset.ts'
import { resetPassword } from '../accounts/reset-password.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

test('a registration is answered with a link that is made from the base URL, and carries no name on', async () => {
  await register(world, { name: 'Buy at evil.example', email: 'fresh@home.example', password: 'plum-Quartz-91-ferry' })
  await world.settle()
  const [mail] = await writtenMails(world, 'verify_email')
  expect(mail?.parsed.to).toMatchObject([{ address: 'fresh@home.example' }])
  expect(mail?.text).toMatch(/^http:\/\/desk\.test\/verify-email\?token=[\w-]{43}$/m)
  expect(mail?.raw).not.toContain('evil.example')
  expect(mail?.isSecret).toBe(true)
})

test('the link of a password mail sets the password', async () => {
  await requestPasswordReset(world, { email: 'omar@acme.example' })
  await world.settle()
  const [mail] = await writtenMails(world, 'password_reset')
  const token = /reset-password\?token=([\w-]+)/.exec(mail?.parsed.text ?? '')?.[1] ?? ''
  const client = { userAgent: 'a browser', replaces: null }
  const opened = await resetPassword(world, { token, password: 'heron-Copper-48-lamp' }, client)
  expect(opened.me.email).toBe('omar@acme.example')
})

test('a registration with a known address sends a mail only to its owner', async () => {
  await register(world, { name: 'Omar', email: 'omar@acme.example', password: 'plum-Quartz-91-ferry' })
  await world.settle()
  const [mail] = await writtenMails(world, 'account_exists')
  expect(mail?.parsed.to).toMatchObject([{ address: 'omar@acme.example' }])
  expect(mail?.text).not.toContain('token=')
})

test('no more than ten mails in ten minutes go to one address', async () => {
  for (let index = 0; index < 14; index += 1) await requestPasswordReset(world, { email: 'lena@other.example' })
  await world.settle()
  const mails = await writtenMails(world, 'password_reset')
  expect(mails.filter(mail => mail.parsed.to[0]?.address === 'lena@other.example')).toHaveLength(10)
})
