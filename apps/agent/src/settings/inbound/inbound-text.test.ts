import { expect, it } from 'vitest'
import { outcomeText, senderText, subjectText } from './inbound-text.ts'

const ticket = { id: '0197c000-0000-7000-8000-000000000001', number: 1042 }

it('says what became of a mail, and in which ticket', () => {
  expect(outcomeText({ outcome: 'created', reason: 'r', ticket }).text).toBe('New ticket #1042')
  expect(outcomeText({ outcome: 'appended', reason: 'r', ticket }).text).toBe('Added to #1042')
  expect(outcomeText({ outcome: 'auto_reply', reason: 'r', ticket: null }).text).toBe('Automatic reply')
  expect(outcomeText({ outcome: 'bounce', reason: 'r', ticket }).text).toBe('Bounce in #1042')
  expect(outcomeText({ outcome: 'held', reason: 'r', ticket }).text).toBe('Held in #1042')
  expect(outcomeText({ outcome: null, reason: null, ticket: null }).text).toBe('Waiting to be processed')
})

it('names no ticket that is gone', () => {
  expect(outcomeText({ outcome: 'created', reason: 'r', ticket: null }).text).toBe('New ticket, since deleted')
})

it('calls for somebody when a mail is quarantined, with the reason', () => {
  const kept = { outcome: 'quarantined', reason: 'It names no sender that could be answered.', ticket: null } as const
  expect(outcomeText(kept)).toEqual({
    text: 'Quarantined: It names no sender that could be answered.',
    isTrouble: true,
  })
  expect(outcomeText({ ...kept, reason: null }).text).toBe('Quarantined')
})

it('names a mail by who wrote it, and by the envelope where no header says so', () => {
  const from = { name: 'Omar Aziz', address: 'omar@acme.example' }
  expect(senderText({ from, envelopeFrom: 'x@y.example' })).toBe('Omar Aziz')
  expect(senderText({ from: { ...from, name: '' }, envelopeFrom: null })).toBe('omar@acme.example')
  expect(senderText({ from: { name: '', address: '' }, envelopeFrom: 'x@y.example' })).toBe('x@y.example')
  expect(senderText({ from: { name: '', address: '' }, envelopeFrom: '' })).toBe('Unreadable sender')
  expect(subjectText(' ')).toBe('No subject')
})
