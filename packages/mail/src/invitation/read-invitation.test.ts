import { describe, expect, it } from 'vitest'
import { parseMail } from '../parse.ts'
import { invitationIn } from './read-invitation.ts'

const calendar = (event: string[], { method = 'REQUEST', zone = [] as string[] } = {}) =>
  ['BEGIN:VCALENDAR', `METHOD:${method}`, ...zone, 'BEGIN:VEVENT', ...event, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n')
const timesOf = (event: string[], zone: string[] = []) => {
  const { startsAt, endsAt, isAllDay } = invitationIn(calendar(event, { zone })) ?? {}
  return [startsAt, endsAt, isAllDay]
}

const rule = (kind: string, to: string, month: number, day: string) => [
  ...[`BEGIN:${kind}`, 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0000', `TZOFFSETTO:${to}`],
  ...[`RRULE:FREQ=YEARLY;BYDAY=${day};BYMONTH=${month}`, `END:${kind}`],
]
const customized = [
  ...['BEGIN:VTIMEZONE', 'TZID:Customized Time Zone', ...rule('STANDARD', '+0100', 10, '-1SU')],
  ...[...rule('DAYLIGHT', '+0200', 3, '-1SU'), 'END:VTIMEZONE'],
]

describe('invitationIn', () => {
  it('reads title, place and organiser of an event', () => {
    const event = [
      'SUMMARY:Review\\, part 1\\nwith ',
      ' all',
      'LOCATION:Room "A"; 2nd floor',
      'DTSTART:20260303T100000Z',
    ]
    const organiser = 'ORGANIZER;CN="Omar; Acme":mailto:omar@acme.example'
    expect(invitationIn(calendar([...event, organiser, 'DURATION:PT1H30M']))).toEqual({
      method: 'request',
      title: 'Review, part 1 with all',
      startsAt: '2026-03-03T10:00:00.000Z',
      endsAt: '2026-03-03T11:30:00.000Z',
      isAllDay: false,
      place: 'Room "A"; 2nd floor',
      organiser: 'Omar; Acme',
    })
  })

  it.each([
    ['CANCEL', 'cancel'],
    ['REPLY', 'reply'],
    ['publish', 'publish'],
    ['COUNTER', 'other'],
    ['', 'publish'],
  ])('reads the method %j as %s', (method, read) => {
    expect(invitationIn(calendar(['SUMMARY:x'], { method }))?.method).toBe(read)
  })

  it.each([
    ['Europe/Berlin', '2026-07-01T08:00:00.000Z'],
    ['/freeassociation.example/Tzfile/Europe/Berlin', '2026-07-01T08:00:00.000Z'],
    ['W. Europe Standard Time', '2026-07-01T08:00:00.000Z'],
    ['Pacific Standard Time', '2026-07-01T17:00:00.000Z'],
    ['India Standard Time', '2026-07-01T04:30:00.000Z'],
    ['Nowhere', '2026-07-01T10:00:00.000Z'],
  ])('supports the time zone %s', (zone, startsAt) => {
    expect(timesOf([`DTSTART;TZID="${zone}":20260701T100000`])[0]).toBe(startsAt)
  })

  it.each([
    ['20260701T100000', '2026-07-01T08:00:00.000Z'],
    ['20260201T100000', '2026-02-01T09:00:00.000Z'],
    ['20260329T013000', '2026-03-29T00:30:00.000Z'],
    ['20260329T033000', '2026-03-29T01:30:00.000Z'],
    ['20261025T100000', '2026-10-25T09:00:00.000Z'],
  ])('applies the time zone rules of the file to %s', (local, startsAt) => {
    expect(timesOf([`DTSTART;TZID=Customized Time Zone:${local}`], customized)[0]).toBe(startsAt)
  })

  it.each([
    [['DTSTART;VALUE=DATE:20260303'], ['2026-03-03', '2026-03-03', true]],
    [
      ['DTSTART;VALUE=DATE:20260303', 'DTEND;VALUE=DATE:20260304'],
      ['2026-03-03', '2026-03-03', true],
    ],
    [
      ['DTSTART;VALUE=DATE:20260303', 'DTEND;VALUE=DATE:20260306'],
      ['2026-03-03', '2026-03-05', true],
    ],
    [['DTSTART:20260303T100000Z'], ['2026-03-03T10:00:00.000Z', null, false]],
    [['SUMMARY:x'], [null, null, false]],
    [['DTSTART:soon'], [null, null, false]],
  ])('reads the times of %j', (event, times) => {
    expect(timesOf(event)).toEqual(times)
  })

  it('is null for a calendar without an event, and for other text', () => {
    expect(invitationIn('BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nEND:VTODO\nEND:VCALENDAR')).toBeNull()
    expect(invitationIn('words: and more words')).toBeNull()
  })

  it.each(['BEGIN:A\n', 'X;A=', ' \n', 'X;A="b";', 'BEGIN:VEVENT\nDTSTART:1\n'])('survives a megabyte of %j', line => {
    expect(invitationIn(line.repeat(1_000_000 / line.length))?.title ?? '').toBe('')
  })
})

describe('parseMail of an invitation', () => {
  const part = (type: string, body: string) => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`
  const mail = (...parts: string[]) =>
    parseMail(
      Buffer.from(`MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('')}--b--`),
    )
  const event = calendar(['SUMMARY:Grüße'])

  it.each(['text/calendar; method=REQUEST; charset=utf-8', 'application/ics', 'application/octet-stream; name=a.ics'])(
    'finds it in %s, and lists the file as well',
    async type => {
      const { invitation, attachments } = await mail(part('text/plain', 'Please come.'), part(type, event))
      expect(invitation).toMatchObject({ method: 'request', title: 'Grüße' })
      expect(attachments).toHaveLength(1)
    },
  )

  it('is null for a mail without one', async () => {
    expect((await mail(part('text/plain', event))).invitation).toBeNull()
  })
})
