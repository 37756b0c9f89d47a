import type { AttachmentSource } from '../attachments/build.ts'
import { decodeCharset } from '../charset/decode.ts'
import { headOf } from '../content.ts'
import type { MailInvitation } from '../parsed-mail.ts'
import {
  allComponents,
  type CalendarLine,
  type Component,
  lineNamed,
  readComponents,
  textOf,
} from './calendar-lines.ts'
import { localTime, momentOf } from './zones.ts'

const MAX_FILES = 5
const MAX_BYTES = 512 * 1024
const DAY = 24 * 60 * 60_000
const METHODS = ['request', 'cancel', 'reply', 'publish'] as const

/** The first event of the first calendar file that has one. https://www.rfc-editor.org/rfc/rfc5545 */
export function readInvitation(files: AttachmentSource[]): MailInvitation | null {
  const calendars = files.filter(isCalendar).slice(0, MAX_FILES)
  for (const { content, charset } of calendars) {
    const invitation = invitationIn(decodeCharset(headOf(content, MAX_BYTES), charset ?? 'utf-8'))
    if (invitation) return invitation
  }
  return null
}

function isCalendar({ contentType, name }: AttachmentSource): boolean {
  return (
    /^(?:text\/(?:x-v?)?calendar|application\/(?:ics|calendar))$/.test(contentType) ||
    /\.ics$/i.test(name?.trim() ?? '')
  )
}

export function invitationIn(text: string): MailInvitation | null {
  const calendar = readComponents(text)
  const events = allComponents(calendar, 'VEVENT')
  // An entry with a RECURRENCE-ID changes one occurrence of the main event.
  const event = events.find(it => !lineNamed(it, 'RECURRENCE-ID')) ?? events[0]
  if (!event) return null
  return {
    method: methodOf(calendar, event),
    title: textOf(event, 'SUMMARY'),
    ...timesOf(event, calendar),
    place: textOf(event, 'LOCATION'),
    organiser: organiserOf(event),
  }
}

function methodOf(calendar: Component, event: Component): MailInvitation['method'] {
  const vcalendar = calendar.children.find(it => it.name === 'VCALENDAR')
  const value = vcalendar ? textOf(vcalendar, 'METHOD').toLowerCase() : ''
  if (textOf(event, 'STATUS').toLowerCase() === 'cancelled' && (value === '' || value === 'publish')) return 'cancel'
  // A file without a method is for information.
  return value === '' ? 'publish' : (METHODS.find(it => it === value) ?? 'other')
}

function organiserOf(event: Component): string {
  const line = lineNamed(event, 'ORGANIZER')
  const address = (line?.value ?? '').replace(/^mailto:/i, '').trim()
  return (line?.params.get('CN')?.trim() || address)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 500)
    .toWellFormed()
}

type Times = Pick<MailInvitation, 'startsAt' | 'endsAt' | 'isAllDay'>

function timesOf(event: Component, calendar: Component): Times {
  const start = readTime(lineNamed(event, 'DTSTART'), calendar)
  const given = readTime(lineNamed(event, 'DTEND'), calendar)
  if (!start) return { startsAt: null, endsAt: given?.isDate ? null : isoOf(given?.time), isAllDay: false }
  const duration = durationOf(lineNamed(event, 'DURATION')?.value ?? '')
  const end = given?.time ?? (duration === null ? null : start.time + duration)
  if (!start.isDate) return { startsAt: isoOf(start.time), endsAt: isoOf(end ?? undefined), isAllDay: false }
  // The end of whole days is the day after the last.
  const last = Math.max(start.time, (end ?? start.time + DAY) - DAY)
  return { startsAt: dateOf(start.time), endsAt: dateOf(last), isAllDay: true }
}

function readTime(line: CalendarLine | undefined, calendar: Component): { time: number; isDate: boolean } | null {
  const local = localTime(line?.value ?? '')
  if (!local || local.isDate || local.isUtc) return local
  const vcalendar = calendar.children[0]
  const zone = line?.params.get('TZID') ?? (vcalendar ? textOf(vcalendar, 'X-WR-TIMEZONE') : '')
  return { time: momentOf(local.time, zone, calendar), isDate: false }
}

/** `P1DT2H30M`. https://www.rfc-editor.org/rfc/rfc5545#section-3.3.6 */
function durationOf(value: string): number | null {
  const match = /^\s*\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?/i.exec(value)
  if (!match) return null
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map(it => Number(it ?? 0))
  return (weeks * 7 + days) * DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000
}

const isoOf = (time: number | undefined) =>
  time === undefined || Number.isNaN(new Date(time).getTime()) ? null : new Date(time).toISOString()

const dateOf = (time: number) => new Date(time).toISOString().slice(0, 10)
