import { describe, expect, it } from 'vitest'
import { elsewhereText } from './answer-to.ts'

const omar = 'omar@customer.example'
const sales = 'sales@customer.example'
const ticket = (answerTo: string[]) => ({ customer: { id: 'o', name: 'Omar', email: omar }, staff: { answerTo } })

describe('elsewhereText', () => {
  it('shows the requested Reply-To, and a warning when the agent chose another recipient', () => {
    expect(elsewhereText(ticket([sales]), [sales])).toBe(
      'Omar wrote from omar@customer.example and asks for replies to sales@customer.example.',
    )
    expect(elsewhereText(ticket([omar]), ['nora@customer.example'])).toContain('This reply goes to another address')
    expect(elsewhereText(ticket([]), ['nora@customer.example'])).toContain('This reply goes to another address')
  })

  it('says nothing where the customer gets the answer, or nobody is chosen yet', () => {
    expect(elsewhereText(ticket([sales]), [sales, omar])).toBeNull()
    expect(elsewhereText(ticket([omar]), [])).toBeNull()
  })
})
