import { createServer } from 'node:net'
import { inspectDatabase } from '@gotrs/db/inspect'
import { expect, it } from 'vitest'
import { databaseTrouble } from './reach.ts'

it('says that a server is not PostgreSQL', async () => {
  const talker = createServer(socket => socket.end('220 mail.example ESMTP\r\n'))
  const port = await new Promise(resolve =>
    talker.listen(0, '127.0.0.1', () => resolve((talker.address() as { port: number }).port)),
  )
  const url = `postgres://127.0.0.1:${port}/gotrs`
  const error = await inspectDatabase(url).catch(cause => databaseTrouble(cause, url))
  talker.close()
  expect(String(error)).toMatch(
    /^Error: Cannot use the database 127.0.0.1:\d+\/gotrs: the server there does not respond like PostgreSQL/,
  )
})
