import { randomBytes } from 'node:crypto'
import { password as shape } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { email as address } from '@gotrs/contract/ids'
import { requireUncommonPassword } from '@gotrs/core/accounts/password-policy'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { setPassword as setPasswordOf } from '@gotrs/core/accounts/set-password'
import type { Desk } from '@gotrs/core/desk'
import { systemActor } from '@gotrs/core/kernel/actor'
import { withDesk } from '../database/with-desk.ts'
import { WrongUsage } from '../wrong-usage.ts'

export interface SetPasswordOptions {
  email: string
  password?: string
  json?: boolean
}

type Account = { id: string; name: string; email: string; passwordHash: string | null }

export async function setPassword(options: SetPasswordOptions): Promise<void> {
  const password = options.password ?? randomBytes(12).toString('base64url')
  const email = address.safeParse(options.email)
  if (!email.success) throw new WrongUsage('--email must be one mail address, such as ana@example.com.')
  if (!shape.safeParse(password).success) throw new WrongUsage('--password must have 12 to 128 characters.')
  await withDesk(desk => change(desk, email.data, password))
  const made = options.password === undefined ? { password } : {}
  if (options.json) return console.log(JSON.stringify({ email: email.data, ...made }))
  console.log(`Set the password of ${email.data} and revoked all of its logins and API tokens.`)
  if (options.password === undefined) console.log(`Password: ${password}`)
}

export async function change(desk: Desk, email: string, password: string): Promise<void> {
  const { rows } = await desk.pool.query<Account>(
    'select id, name, email::text, password_hash as "passwordHash" from users where email = $1 and is_active',
    [email],
  )
  const user = rows[0]
  if (!user) throw new Error(`${email} has no active account: create one with gotrs user create.`)
  rejectCommon(password, user)
  const hash = await hashPassword(password)
  const condition = { previousHash: user.passwordHash, isEmailProven: false, endTokens: true }
  const isSet = await desk.run(systemActor('command line'), uow => setPasswordOf(uow, user.id, hash, condition))
  if (!isSet) throw new Error('Somebody changed the account meanwhile: run the command again.')
}

function rejectCommon(password: string, owner: { name: string; email: string }): void {
  try {
    requireUncommonPassword(password, owner)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    throw new Error('This password is too common: choose a longer or less common one.')
  }
}
