import { type MailCase, mailOf, utf8 } from './mail-case.ts'

const dated = (value: string, date: string): MailCase => ({
  name: `the date ${value}`,
  raw: mailOf([`Date: ${value}`], 'x'),
  gives: { date },
})

const sentTo = (value: string, to: string[]): MailCase => ({
  name: `the recipients ${value}`,
  raw: mailOf([], 'x').replace('To: support@desk.example', `To: ${value}`),
  gives: { to },
})

/** Dates and addresses of programs and people from many countries. */
export const headerMails: MailCase[] = [
  dated('Tue, 3 Mar 2026 10:00:00 GMT+0100', '2026-03-03T09:00:00.000Z'),
  dated('Tue, 3 Mar 2026 10:00:00 +01:00', '2026-03-03T09:00:00.000Z'),
  dated('Tue, 3 Mar 2026 02:00:00 PM +0100', '2026-03-03T13:00:00.000Z'),
  dated('Tue, 3 Mar 2026 12:05 AM', '2026-03-03T00:05:00.000Z'),
  dated('Di, 3 M\xe4rz 2026 10:00:00 +0100', '2026-03-03T09:00:00.000Z'),
  dated('Mi., 7. Okt. 2026 10:00:00 +0200', '2026-10-07T08:00:00.000Z'),
  dated('mar., 3 f\xc3\xa9vr. 2026 10:00:00 +0100', '2026-02-03T09:00:00.000Z'),
  dated('s\xc3\xa1b, 3 ene 2026 10:00:00 +0100', '2026-01-03T09:00:00.000Z'),
  dated('gio, 3 dic 2026 10:00:00 +0100', '2026-12-03T09:00:00.000Z'),
  dated('di, 3 mrt 2026 10:00:00 +0100', '2026-03-03T09:00:00.000Z'),
  dated('\xc5\x9br, 3 cze 2026 10:00:00 +0200', '2026-06-03T08:00:00.000Z'),
  dated('ter, 3 fev 2026 10:00:00 -0300', '2026-02-03T13:00:00.000Z'),
  dated('3 Mar 26 10:00 UT', '2026-03-03T10:00:00.000Z'),
  dated('Mon, 3 Mar 2026 10:00 PST', '2026-03-03T18:00:00.000Z'),
  dated('Tue, 3 Mar 2026 10:00:00 A', '2026-03-03T10:00:00.000Z'),
  dated('2026-03-03T10:00:00+01:00', '2026-03-03T09:00:00.000Z'),
  dated('2026-03-03 10:00:00 +0100', '2026-03-03T09:00:00.000Z'),
  dated('Tue (a day), 3 (three) Mar 2026 10:00 (in (Bonn)) +0100 (CET)', '2026-03-03T09:00:00.000Z'),
  dated('Tue Mar  3 10:00:00 CET 2026', '2026-03-03T09:00:00.000Z'),
  dated('March 3, 2026 10:00:00 +0100', '2026-03-03T09:00:00.000Z'),
  dated('8.2.2026 10:00 +0100', '2026-02-08T09:00:00.000Z'),
  dated(utf8('Вс, 8 фев 2026 10:00:00 +0300'), '2026-02-08T07:00:00.000Z'),
  dated('20260208T100000Z', '2026-02-08T10:00:00.000Z'),
  sentTo('<c@x.example> d@x.example', ['c@x.example', 'd@x.example']),
  sentTo('c @ x.example', ['c@x.example']),
  sentTo('[c@x.example]', ['c@x.example']),
  sentTo('Jane Doe (mailto:c@x.example)', ['c@x.example']),
  sentTo('mailto:c@x.example?subject=y', ['c@x.example']),
  sentTo('c@x.example d@x.example', ['c@x.example', 'd@x.example']),
  sentTo('C <c@x.example> D <d@x.example>', ['c@x.example', 'd@x.example']),
  sentTo('c@x.example; "D, E" <d@x.example>;', ['c@x.example', 'd@x.example']),
  sentTo('Jane Doe [mailto:c@x.example]', ['c@x.example']),
  sentTo('<mailto:c@x.example>', ['c@x.example']),
  sentTo('c@x.example <mailto:c@x.example>', ['c@x.example']),
  sentTo('mailto:c@x.example', ['c@x.example']),
  sentTo("<'c@x.example'>", ['c@x.example']),
  sentTo('c@x.example<mailto:c@x.example>, D <d@x.example>', ['c@x.example', 'd@x.example']),
  {
    name: 'a shop without an address that can be answered',
    raw: 'From: "Shop" <>\r\nReply-To: orders@shop.example\r\n\r\nx',
    gives: { from: 'orders@shop.example' },
  },
]
