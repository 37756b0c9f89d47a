import type { Message } from '@gotrs/contract/messages'
import type { TicketStatus } from '@gotrs/contract/ticket-status'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { describe, expect, it } from 'vitest'
import { acceptChoices, acceptConsequence, colleagueDoubt, peopleFor } from './held-consequence.ts'

const omar = { id: 'omar', name: 'Omar Aziz', email: 'omar@acme.example' }
const nora = { id: 'nora', name: 'Nora Lind', email: 'nora@acme.example' }
const ticket = (status: TicketStatus = 'open') => ({ status, customer: omar, participants: [nora] }) as TicketDetail
const mailBy = (author: object, automaticKind: string | null = null) =>
  ({ author: { role: 'customer', ...author }, staff: { automaticKind } }) as Message
const lena = { id: 'lena', name: 'Lena', email: 'lena@other.example' }

describe('whose address a held mail may be from', () => {
  it('is one of those who take part, for a stranger', () => {
    expect(peopleFor(mailBy(lena), ticket()).map(person => person.id)).toEqual(['omar', 'nora'])
  })

  it('is not asked of somebody who takes part, nor of a colleague', () => {
    expect(peopleFor(mailBy(omar), ticket())).toEqual([])
    expect(peopleFor(mailBy(nora), ticket())).toEqual([])
    expect(peopleFor(mailBy({ ...lena, role: 'agent' }), ticket())).toEqual([])
  })
})

describe('what accepting does', () => {
  it('lets a stranger take part from then on, and says who sees the mail', () => {
    const text = acceptConsequence(mailBy(lena), ticket(), null)
    expect(text).toMatch(/^Omar Aziz will see this mail/)
    expect(text).toContain('Lena gets all further replies')
    expect(acceptChoices(mailBy(lena), ticket()).verb).toBe('Add Lena')
  })

  it('adds nobody where the sender takes part already', () => {
    expect(acceptConsequence(mailBy(nora), ticket(), null)).toContain('The message appears in the name of Nora Lind.')
    expect(acceptChoices(mailBy(nora), ticket()).verb).toBe('Accept')
  })

  it('shows a message by a colleague, and sends no mail', () => {
    const mail = mailBy({ id: 'ben', name: 'Ben Okafor', email: 'ben@desk.example', role: 'agent' })
    expect(acceptConsequence(mail, ticket(), null)).toContain('in the name of Ben Okafor. GOTRS sends no mail for it')
    expect(colleagueDoubt(mail)).toContain('belongs to the agent Ben Okafor')
    expect(colleagueDoubt(mailBy(lena))).toBe('')
  })

  it('makes the address one more of a person, everywhere', () => {
    const text = acceptConsequence(mailBy(lena), ticket(), nora)
    expect(text).toContain(
      'All mail from lena@other.example in this ticket, and all future mail from there, counts as written by Nora Lind.',
    )
  })

  it('opens a resolved ticket again, but not for an automatic answer', () => {
    expect(acceptConsequence(mailBy(lena), ticket('resolved'), null)).toContain('The ticket reopens.')
    expect(acceptConsequence(mailBy(lena, 'auto_replied'), ticket('resolved'), null)).not.toContain(
      'The ticket reopens.',
    )
  })
})
