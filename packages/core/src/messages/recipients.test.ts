import { expect, test } from 'vitest'
import { resolveRecipients } from './recipients.ts'

const own = ['support@gotrs.example']
const resolve = (to: string[], cc: string[] = [], bcc: string[] = []) => resolveRecipients({ to, cc, bcc }, own)

test('lists each address once, in the first field that names it, as it was typed', () => {
  expect(
    resolve(['Omar@acme.example', 'omar@acme.example'], ['OMAR@acme.example', 'a@b.example'], ['A@b.example']),
  ).toEqual({ to: ['Omar@acme.example'], cc: ['a@b.example'], bcc: [] })
})

test('leaves out the addresses of the desk, with a plus part as well', () => {
  expect(resolve(['omar@acme.example', 'Support@gotrs.example'], ['support+x@gotrs.example'])).toEqual({
    to: ['omar@acme.example'],
    cc: [],
    bcc: [],
  })
})

test('moves the people in Cc to To where nobody is left there', () => {
  expect(resolve(['support@gotrs.example'], ['a@b.example'])).toMatchObject({ to: ['a@b.example'], cc: [] })
})

test('leaves To empty where nobody but Bcc is left', () => {
  expect(resolve([], [], ['a@b.example'])).toEqual({ to: [], cc: [], bcc: ['a@b.example'] })
})
