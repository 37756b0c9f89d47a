import { ask } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listTickets } from './list.ts'

/** What is pasted into the search box, and the subject that it has to find where it is another one. */
const pasted: readonly (string | readonly [string, string])[] = [
  'Error: connect ECONNREFUSED 127.0.0.1:5432',
  'Re: Invoice 2026-114: wrong amount',
  'Fwd: AW: Angebot',
  ['Re: VPN client refuses the certificate', 'VPN client refuses the certificate'],
  ['AW: Re: Lieferung fehlt noch', 'Lieferung fehlt noch'],
  'Status: open orders are missing',
  'status:500 Internal Server Error',
  'priority:none given in the form',
  'tag: cannot be removed',
  'from:me to you',
  'is:broken since Monday',
  'number:one complaint',
  'created:yesterday but not shown',
  'Printer (3rd floor) smokes',
  'Printer (4th floor smokes',
  'Printer 5th floor) smokes',
  '[URGENT] [ops] disk full on db-01',
  '[ticket#4711] Rückfrage',
  '{"error":"invalid_grant","code":400}',
  'VPN OR Wi-Fi does not work',
  'OR: operating room calendar',
  'Either this OR',
  'NOT able to log in',
  '-20 degrees alarm in the cold store',
  '- printer broken',
  '--force does not overwrite',
  '-Xmx512m is ignored',
  '“Smart quotes” are shown as boxes',
  'The word "never closed',
  'It says "file not found" twice',
  "Can't open the customer's page",
  'Problème de connexion à l’intranet',
  ['Probleme de connexion a l’imprimante', 'Problème de connexion à l’imprimante'],
  ['Übertragung hängt', 'U\u0308bertragung ha\u0308ngt'],
  ['Strasse falsch geschrieben', 'Straße falsch geschrieben'],
  ['ČESKÝ účet', 'český účet'],
  ['Silben getrennt', 'Sil\u00adben ge\u00adtrennt'],
  ['two spaces here', 'two   spaces\u00a0 here'],
  'https://wiki.example/vpn?x=1&y=2#setup is down',
  'see http://intranet.example:8080/a_b/c-d',
  'mail.example.com does not answer',
  'omar.aziz+test@acme.example bounces',
  'C:\\Users\\omar\\Documents is read-only',
  '/var/log/syslog fills up',
  'NW-4102 does not boot',
  'Part 00-44-B7 is missing',
  'SN: 5CG8250ABC',
  '0x80004005 after the update',
  '50 % discount & free shipping!',
  '100% CPU',
  'C++ and C# builds fail',
  '.NET 9 installer',
  'a',
  '42',
  '2026-11-30 09:30:00.123 ERROR [main] o.a.Catalina - start failed',
  'プリンターが動きません',
  'ログインできない（社内）',
  '网络故障:无法连接',
  '프린터 오류',
  'Принтер не работает',
  'ไม่สามารถเข้าสู่ระบบได้',
  '🦜 Parrot on the keyboard',
  'I am on the second floor and my laptop does not find the printer since the move last week, and neither do those of my three colleagues, so that nobody here can print the delivery notes, which the driver waits for every morning at seven',
]

describe('a pasted subject', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
    for (const entry of pasted) {
      const title = typeof entry === 'string' ? entry : entry[1]
      await ask(world, world.omar, { title, message: 'Please help.' })
    }
    // Every word of every subject is in a newer ticket as well.
    await ask(world, world.omar, { title: 'All of them', message: pasted.flat().toReversed().join('\n') })
  }, 60_000)
  afterAll(() => world.remove())

  it.each(pasted)('finds its ticket first: %s', async entry => {
    const [text, title] = typeof entry === 'string' ? [entry, entry] : entry
    for (const actor of [world.ana, world.omar]) {
      const { items } = await world.read(actor, reader => listTickets(reader, { q: text }))
      expect(items[0]?.title).toBe(title)
    }
  })
})
