import { createServer, type IncomingHttpHeaders } from 'node:http'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { TRPCClientError } from '@trpc/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient } from './client.ts'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

test('calls arrive typed, and errors carry the code of the desk', async () => {
  const client = createClient({ url: desk.url })
  const [info, me] = await Promise.all([client.auth.desk.query(), client.auth.me.query()])
  expect(info.businessName).toBe('Northwind')
  expect(me).toBeNull()
  const refused = await client.tickets.get.query({ ticketId: 1001 }).catch(error => error)
  expect(refused).toBeInstanceOf(TRPCClientError)
  expect(refused.data.desk).toEqual({ code: 'not_logged_in', params: {} })
})

test('with a session by way of its own fetch it does what the person may', async () => {
  const Cookie = await desk.cookieOf('omar')
  const client = createClient({
    url: desk.url,
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, Cookie, Origin: desk.url } }),
  })
  const { ticketId } = await client.tickets.create.mutate({ title: 'Printer', text: 'It smokes.' })
  const ticket = await client.tickets.get.query({ ticketId })
  expect(ticket).toMatchObject({ title: 'Printer', customer: { name: 'Omar Aziz' }, staff: null })
})

test('more calls than one request may hold are spread over several', async () => {
  const client = createClient({ url: desk.url })
  const answers = await Promise.all(Array.from({ length: 45 }, () => client.auth.desk.query()))
  expect(answers).toHaveLength(45)
})

test('a token is sent as bearer token', async () => {
  let seen: IncomingHttpHeaders = {}
  const server = createServer((request, response) => {
    seen = request.headers
    response.setHeader('Content-Type', 'application/json').end('[{"result":{"data":null}}]')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  await createClient({ url: `http://127.0.0.1:${port}`, token: 'abc' }).auth.me.query()
  expect(seen.authorization).toBe('Bearer abc')
  server.close()
})
