import type { ErrorCode } from '@gotrs/contract/errors'
import { FailureError } from '@gotrs/web/errors/failure'
import { expect, it } from 'vitest'
import { errorText } from './error-text.ts'

const textOf = (code: ErrorCode, params: Record<string, unknown>) => errorText(new FailureError({ code, params }))

it('says which thing of a mailbox exists already', () => {
  expect(textOf('already_exists', { field: 'address' })).toBe('A mailbox already has this address. Use another one.')
  expect(textOf('already_exists', { field: 'addressOf' })).toContain('Add them to the conversation instead')
  expect(textOf('already_exists', { name: 'Support' })).toBe('“Support” already exists. Choose another name.')
})

it('says which fields are wrong where no field can say it', () => {
  const issues = [{ path: 'name', message: 'is missing' }]
  expect(textOf('invalid_input', { issues })).toBe('name: is missing. Correct it and try again.')
})
