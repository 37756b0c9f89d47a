import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/**
 * The places where the desk opens connections, each tested in server-side-requests.test.ts; workers and Postgres have
 * their own settings.
 */
const goingOut = [
  // A socket file in DATA_DIR, whose name only the desk sets.
  'apps/mail-worker/src/deliver-socket/client.ts',
  'apps/mail-worker/src/deliver-socket/server.ts',
  'packages/core/src/kernel/guarded-fetch.ts',
  'packages/core/src/kernel/private-hosts.ts',
  'packages/core/src/mailboxes/connection-test/probe.ts',
  'packages/core/src/mailboxes/imap-connection.ts',
  'packages/core/src/mailboxes/smtp-connection.ts',
]

test('opens connections only in these files: add a new one here, with its test', async () => {
  const root = join(import.meta.dirname, '../../../..')
  const found: string[] = []
  for (const folder of ['apps/server/src', 'apps/mail-worker/src', 'packages/core/src', 'packages/mail/src']) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (!name.endsWith('.ts') || name.endsWith('.test.ts') || forTests.test(name)) continue
      const source = await readFile(join(root, folder, name), 'utf8')
      if (opens.test(source)) found.push(`${folder}/${name}`)
    }
  }
  expect(found.sort()).toEqual(goingOut)
})

// The scene of the access tests is in the folder beside it.
const forTests = /^access\/|testing\//

const opens =
  /\bimport (?!type)[^'"]*\b(connect|request|lookup|createConnection|ImapFlow|SMTPConnection|nodemailer)\b[^'"]*from '(node:(net|tls|http|https|http2|dns|dns\/promises|dgram)|imapflow|nodemailer[^']*|undici)'|[^.\w]fetch\(|new WebSocket|new EventSource/
