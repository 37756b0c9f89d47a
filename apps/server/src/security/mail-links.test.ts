import { request } from 'node:http'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { systemActor } from '@gotrs/core/kernel/actor'
import { hashSecret } from '@gotrs/core/kernel/vault'
import { createUser } from '@gotrs/core/people/create-user'
import { minute } from '@gotrs/core/testing/world'
import { type Answer, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

/**
 * Attack 17: links in mails lead to this desk, work once and expire soon; their requests do not reveal who has an
 * account.
 */

const good = 'tall giraffe socks'
const other = 'trapeze canoe lentil'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld({ callsPerMinute: 0 })
  await desk.world.run(systemActor('setup'), uow =>
    createUser(uow, { name: 'Kim', email: 'kim@known.example', role: 'customer', password: good }),
  )
})
beforeEach(() => desk.world.pool.query('delete from rate_limits'))
afterAll(() => desk.stop())

/** All mails to this address, the newest first, as the reactions wrote them. */
async function mailsTo(address: string): Promise<{ text: string; header: string }[]> {
  await desk.world.settle()
  const { rows } = await desk.world.pool.query(
    `select m.text, m.subject || ' ' || m.message_id as header from outbound_mails m
      join outbound_recipients r on r.mail_id = m.id where r.address = $1 order by m.id desc`,
    [address],
  )
  return rows
}
const mailedToken = async (address: string) => /token=([\w-]+)/.exec((await mailsTo(address))[0]?.text ?? '')?.[1] ?? ''

/** As it goes over the wire: fetch would not send another Host. */
function post(path: string, input: unknown, headers: Record<string, string>, target = path): Promise<number> {
  const { hostname, port } = new URL(desk.url)
  return new Promise((resolve, reject) => {
    request({
      hostname,
      port,
      path: target,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
    })
      .on('response', response => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end(JSON.stringify(input))
  })
}

describe('a link leads to the configured address', () => {
  const evil = 'evil.example'
  const lies: [string, Record<string, string>][] = [
    ['Host', { Host: evil }],
    ['Host with our port', { Host: `${evil}:80` }],
    ['X-Forwarded-Host', { 'X-Forwarded-Host': evil, 'X-Forwarded-Proto': 'http', 'X-Forwarded-Port': '81' }],
    ['other forwarding headers', { 'X-Host': evil, 'X-Forwarded-Server': evil, 'X-HTTP-Host-Override': evil }],
    ['Forwarded', { Forwarded: `host=${evil};proto=http` }],
    ['addresses of a proxy', { 'X-Original-URL': `http://${evil}/`, 'X-Rewrite-URL': `http://${evil}/` }],
    ['Referer', { Referer: `http://${evil}/` }],
  ]

  test('with any header', async () => {
    const people = ['nora@acme.example', 'omar@acme.example', 'lena@other.example', 'ben@gotrs.example']
    people.push('ana@gotrs.example', 'admin@gotrs.example', 'kim@known.example')
    const asked = lies.map(async ([name, headers], at) => {
      const [email = '', own] = [people[at], `eve-${at}@new.example`]
      expect(email, 'each case has an address').not.toBe('')
      const statuses = await Promise.all([
        post('/trpc/auth.requestPasswordReset', { email }, headers),
        post('/api/auth/register', { name: 'Eve', email: own, password: good }, headers),
      ])
      // The desk rejects another host name, and ignores the host headers of proxies.
      const isForeign = 'Host' in headers
      expect([name, ...statuses]).toEqual(isForeign ? [name, 421, 421] : [name, 200, 200])
      return isForeign ? [] : [email, own]
    })
    for (const address of (await Promise.all(asked)).flat()) {
      const [mail] = await mailsTo(address)
      expect(mail?.text).toMatch(/http:\/\/desk\.test\/[\w-]+\?token=/)
      expect(JSON.stringify(mail)).not.toContain(evil)
    }
    // An invalid host is rejected.
    const email = 'nora@acme.example'
    expect(await post('/trpc/auth.requestPasswordReset', { email }, { Host: `desk.test@${evil}` })).toBe(400)
  })

  test('with any request line', async () => {
    const path = '/trpc/auth.requestPasswordReset'
    const email = 'rita@known.example'
    await desk.world.run(systemActor('setup'), uow => createUser(uow, { name: 'Rita', email, role: 'customer' }))
    // A request target may be a whole address (RFC 9112, section 3.2.2): the desk answers it, and ignores the host in
    // it.
    expect(await post(path, { email }, {}, `http://${evil}${path}`)).toBe(200)
    const mails = await mailsTo(email)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toMatch(/http:\/\/desk\.test\/[\w-]+\?token=/)
    expect(JSON.stringify(mails)).not.toContain(evil)
  })
})

describe('the token of a link', () => {
  test('is of more than 128 random bits and works once', async () => {
    await desk.mutate('auth.requestPasswordReset', { email: 'kim@known.example' })
    const token = await mailedToken('kim@known.example')
    expect(token).toMatch(/^[\w-]{43}$/)
    const use = (password: string) => desk.mutate('auth.resetPassword', { token, password })
    // After a rejected password it stays valid.
    expect(await use('password2026')).toMatchObject({ code: 'password_too_common' })
    expect(await use(other)).toMatchObject({ status: 200 })
    expect(await use(good)).toMatchObject({ status: 400, code: 'invalid_token' })
    expect(await desk.mutate('auth.login', { email: 'kim@known.example', password: good })).toMatchObject({
      status: 401,
    })
  })

  test('works for one of two uses at the same time', async () => {
    await desk.mutate('auth.requestPasswordReset', { email: 'kim@known.example' })
    const token = await mailedToken('kim@known.example')
    const tries = [good, other, 'third canoe lentil'].map(password =>
      desk.mutate('auth.resetPassword', { token, password }),
    )
    expect((await Promise.all(tries)).map(it => it.status).sort()).toEqual([200, 400, 400])
  })

  test.each(['auth.requestPasswordReset', 'auth.register'])('of %s expires after an hour', async path => {
    const email = `late-${path.length}@known.example`
    const password = good
    if (path === 'auth.register') await desk.mutate(path, { name: 'Late', email, password })
    else {
      await desk.world.run(systemActor('setup'), uow =>
        createUser(uow, { name: 'Late', email, role: 'customer', password }),
      )
      await desk.mutate(path, { email })
    }
    const token = await mailedToken(email)
    expect(token).toHaveLength(43)
    desk.world.pass(61 * minute)
    const used = path === 'auth.register' ? 'auth.verifyEmail' : 'auth.resetPassword'
    expect(await desk.mutate(used, { token, password })).toMatchObject({ status: 400, code: 'invalid_token' })
  })

  test('is stored only as a hash, and is in no event', async () => {
    await desk.mutate('auth.requestPasswordReset', { email: 'kim@known.example' })
    const token = await mailedToken('kim@known.example')
    for (const table of ['tokens', 'events', 'graphile_worker.jobs', 'users']) {
      const { rows } = await desk.world.pool.query(`select t::text as row from ${table} t`)
      expect(JSON.stringify(rows), table).not.toContain(token)
    }
  })
})

describe('known and unknown addresses get the same answer', () => {
  const alike = (answer: Answer) => {
    const headers = [...answer.headers.keys()].filter(name => name !== 'date').sort()
    const { error, result } = answer.body
    const { requestId: _, desk: said, ...data } = error?.data ?? {}
    // The limit is checked at an unknown second.
    const refusal = JSON.stringify(said)?.replace(/"retryAfter":\d+/, '')
    return { status: answer.status, headers, result, message: error?.message, data, refusal }
  }
  const whom = {
    known: 'kim@known.example',
    unknown: 'nobody@known.example',
    'known, without a password': 'lena@other.example',
    'known, switched off': 'off@known.example',
    'an agent': 'ana@gotrs.example',
  }

  beforeAll(async () => {
    await desk.world.pool.query('delete from outbound_mails')
    const person = { name: 'Off', email: whom['known, switched off'], role: 'customer', password: good } as const
    const { userId } = await desk.world.run(systemActor('setup'), uow => createUser(uow, person))
    await desk.world.pool.query('update users set is_active = false where id = $1', [userId])
    await desk.world.pool.query('update users set password_hash = $1 where email = $2', [
      await hashPassword(good),
      'ana@gotrs.example',
    ])
  })

  test.each<[string, (email: string) => unknown]>([
    ['auth.login', email => ({ email, password: 'wrong canoe lentil' })],
    ['auth.issueTokens', email => ({ email, password: 'wrong canoe lentil' })],
    ['auth.register', email => ({ name: 'Kim', email, password: other })],
    ['auth.requestPasswordReset', email => ({ email })],
  ])('by %s, for any number of requests', async (path, input) => {
    // Also at the limit, which must not distinguish them either.
    const kind = { 'auth.register': 'register', 'auth.requestPasswordReset': 'reset' }[path]
    const all = await Promise.all(
      Object.values(whom).map(async email => {
        const first = alike(await desk.mutate(path, input(email)))
        if (!kind) return [first]
        for (let count = 1; count < 5; count += 1) {
          await desk.world.limit(`${kind}-subject`, hashSecret(email), { points: 5, seconds: 1_800 })
        }
        return [first, alike(await desk.mutate(path, input(email)))]
      }),
    )
    for (const answers of all) expect(answers).toEqual(all[0])
    if (kind) expect(all[0]?.at(-1)).toMatchObject({ status: 429 })
  })

  test('after the same time, which is a fixed minimum', async () => {
    const since = async (path: string, input: unknown) => {
      const start = performance.now()
      await desk.mutate(path, input)
      return performance.now() - start
    }
    // A minimum time, which a busy machine can only increase.
    const times = [whom.unknown, whom.known].flatMap(email => [
      since('auth.requestPasswordReset', { email }),
      since('auth.register', { name: 'Kim', email, password: other }),
    ])
    for (const time of await Promise.all(times)) expect(time).toBeGreaterThanOrEqual(245)
  })

  test('the next step is only in the mail', async () => {
    await desk.world.settle()
    const { rows } = await desk.world.pool.query(
      `select distinct r.address || ': ' || m.purpose as mail from outbound_mails m
        join outbound_recipients r on r.mail_id = m.id where r.address = any ($1)`,
      [Object.values(whom)],
    )
    expect(rows.map(row => row.mail).sort()).toEqual([
      'ana@gotrs.example: account_exists',
      'ana@gotrs.example: password_reset',
      'kim@known.example: account_exists',
      'kim@known.example: password_reset',
      'lena@other.example: password_reset',
      'lena@other.example: verify_email',
      'nobody@known.example: verify_email',
    ])
  })
})
