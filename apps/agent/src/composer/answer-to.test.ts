import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { describe, expect, it } from 'vitest'
import { answerTo, elsewhereText } from './answer-to.ts'

const omar = 'omar@customer.example'
const sales = 'sales@customer.example'
const message = (replyTo: string[], more: Partial<Message> = {}) =>
  ({
    kind: 'public',
    author: { id: 'o', email: omar, role: 'customer' },
    senderVerdict: 'unknown',
    staff: { replyTo },
    ...more,
  }) as Message
const ticket = (...items: Message[]) =>
  ({
    customer: { id: 'o', name: 'Omar', email: omar },
    messages: { items, earlierCursor: null },
  }) as unknown as TicketDetail
const from = (email: string, role: 'agent' | 'customer') => ({ author: { id: 'x', name: '', email, role } })

describe('answerTo', () => {
  it('is where the latest mail of the customer asks for answers', () => {
    expect(answerTo(ticket(message([sales])))).toEqual([sales])
    const proven = message(['all@customer.example', omar], { senderVerdict: 'authenticated' })
    expect(answerTo(ticket(message([sales]), proven))).toEqual(['all@customer.example', omar])
  })

  it('follows no later wish of a mail whose sender is not certain', () => {
    expect(answerTo(ticket(message([]), message(['x@thief.example'])))).toEqual([omar])
    expect(answerTo(ticket(message([sales]), message(['x@thief.example'])))).toEqual([omar])
    const { customer, messages } = ticket(message(['x@thief.example']))
    expect(answerTo({ customer, messages: { ...messages, earlierCursor: 'more' } })).toEqual([omar])
  })

  it('is the customer again once a mail asks for nothing', () => {
    expect(answerTo(ticket(message([sales]), message([])))).toEqual([omar])
    expect(answerTo(ticket())).toEqual([omar])
  })

  it('hears nobody but the customer: no colleague, no note, no held mail, no person in copy', () => {
    const others = [
      message(['ana@desk.example'], from('ana@desk.example', 'agent')),
      message(['x@thief.example'], from('nora@customer.example', 'customer')),
      message(['x@thief.example'], { kind: 'held' }),
      message(['x@thief.example'], { kind: 'note' }),
    ]
    expect(answerTo(ticket(message([sales]), ...others))).toEqual([sales])
  })

  it('is the customer where somebody else may have sent the mail', () => {
    expect(answerTo(ticket(message(['x@thief.example'], { senderVerdict: 'contradicted' })))).toEqual([omar])
  })

  it('leaves out what is no address, and is the customer where nothing is left', () => {
    expect(answerTo(ticket(message(['undisclosed recipients', sales, sales])))).toEqual([sales])
    expect(answerTo(ticket(message(['nobody@localhost'])))).toEqual([omar])
  })
})

describe('elsewhereText', () => {
  it('says where answers are asked for, and that they go elsewhere where somebody else was chosen', () => {
    expect(elsewhereText(ticket(message([sales])), [sales])).toBe(
      'Omar wrote from omar@customer.example and asks for answers to sales@customer.example.',
    )
    expect(elsewhereText(ticket(message([])), ['nora@customer.example'])).toContain('This answer goes elsewhere')
  })

  it('says nothing where the customer gets the answer, or nobody is chosen yet', () => {
    expect(elsewhereText(ticket(message([sales])), [sales, omar])).toBeNull()
    expect(elsewhereText(ticket(message([])), [])).toBeNull()
  })
})
