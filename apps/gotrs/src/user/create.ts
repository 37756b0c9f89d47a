import { randomBytes } from 'node:crypto'
import { DeskError } from '@gotrs/contract/errors'
import { createUserInput } from '@gotrs/contract/people'
import { systemActor } from '@gotrs/core/kernel/actor'
import { createUser } from '@gotrs/core/people/create-user'
import { withDesk } from '../database/with-desk.ts'
import { WrongUsage } from '../wrong-usage.ts'

const wanted: Record<string, string> = {
  email: 'must be one mail address, such as ana@example.com',
  name: 'must be one line of 1 to 120 characters',
  role: 'must be admin, agent or customer',
  password: 'must have 12 to 128 characters',
}

export interface CreateOptions {
  email: string
  name: string
  role: string
  password?: string
  json?: boolean
}

export async function create({ json, ...options }: CreateOptions): Promise<void> {
  const password = options.password ?? randomBytes(12).toString('base64url')
  const input = createUserInput.safeParse({ ...options, password })
  if (!input.success) {
    const fields = [...new Set(input.error.issues.map(issue => String(issue.path[0])))]
    const faults = fields.map(field => `--${field} ${wanted[field] ?? 'is invalid'}`)
    throw new WrongUsage(`Cannot create the account: ${faults.join('; ')}.`)
  }
  const { email, role } = input.data
  const user = await withDesk(desk => desk.run(systemActor('command line'), uow => createUser(uow, input.data))).catch(
    error => {
      throw explained(error, email)
    },
  )
  const made = options.password === undefined ? { password } : {}
  if (json) return console.log(JSON.stringify({ id: user.userId, email, role, ...made }))
  console.log(`Created the ${role} ${email}.`)
  if (options.password === undefined) console.log(`Password: ${password}`)
}

function explained(error: unknown, email: string): unknown {
  if (!(error instanceof DeskError)) return error
  if (error.code === 'already_exists')
    return new Error(`${email} already has an account. Set its password with gotrs user set-password.`)
  if (error.code === 'password_too_common') {
    return new Error('This password is too common: choose a longer or less common one.')
  }
  return error
}
