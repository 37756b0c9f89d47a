import crypto, { randomBytes, timingSafeEqual } from 'node:crypto'
import { DeskError } from '@gotrs/contract/errors'
import { createConcurrencyLimit } from '../kernel/concurrency-limit.ts'

type Cost = { memory: number; passes: number; parallelism: number }

/** Argon2id as OWASP's password storage cheat sheet advises; about 20 MiB and some ten milliseconds. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }

/** Matches no password, and takes as long to verify as a real hash: for accounts that do not exist or have no password. */
const matchesNothing = formatPhc(cost, Buffer.alloc(16), Buffer.alloc(32))

/** The stored form of a password: a PHC string (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return formatPhc(cost, salt, await digest(password, salt, cost, 32))
}

/** Verifies a password. Takes as long without a hash as with one, so that the time does not reveal which accounts exist. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const stored = parsePhc(passwordHash ?? matchesNothing)
  const given = await digest(password, stored.salt, stored.cost, stored.hash.length)
  return timingSafeEqual(given, stored.hash) && passwordHash !== null
}

// Each hash takes 20 MiB and one of the four threads that files and DNS use too. 200 people at once wait some seconds.
const refusal = () => new DeskError('unavailable')
const hashing = createConcurrencyLimit({ perPerson: 2, total: 2, maxWaiting: 600, waitMs: 45_000, refusal })
/** One queue for all: the limit per network comes before it. */
const everybody = 'everybody'

async function digest(password: string, nonce: Buffer, how: Cost, tagLength: number): Promise<Buffer> {
  // Different compositions of the same letters are one password (NIST SP 800-63B, section 3.1.1.2).
  return hashing(everybody, () => argon2id({ message: password.normalize('NFKC'), nonce, tagLength, ...how }))
}

function argon2id(input: Parameters<typeof crypto.argon2>[1]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    crypto.argon2('argon2id', input, (error, hash) => (error ? reject(error) : resolve(hash)))
  })
}

function formatPhc({ memory, passes, parallelism }: Cost, salt: Buffer, hash: Buffer): string {
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`
}

function parsePhc(phc: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const found = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([^$]+)\$([^$]+)$/.exec(phc)
  if (!found) throw new Error('A stored password hash is not an argon2id PHC string')
  const [, memory, passes, parallelism, salt = '', hash = ''] = found
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
