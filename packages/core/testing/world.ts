import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '@gotrs/contract/roles'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { organisationDomains, organisations, queueMembers, queues, users } from '@gotrs/db/tables/people'
import { asOwner } from '@gotrs/db/testing/as-owner'
import { createTestDatabase } from '@gotrs/db/testing/test-database'
import { v7 } from 'uuid'
import { type Desk, openDesk } from '../src/desk.ts'
import type { UserActor } from '../src/kernel/actor.ts'
import { silentLog } from '../src/kernel/log.ts'

/** A small named world on a database of its own, with a clock that moves only when a test moves it. */
export type World = Desk & {
  admin: UserActor
  /** Agent of both queues. */
  ana: UserActor
  /** Agent of Billing alone. */
  ben: UserActor
  /** Customer of Acme, which shares its tickets. */
  omar: UserActor
  /** Omar's colleague at Acme. */
  nora: UserActor
  /** Customer of nobody else. */
  lena: UserActor
  supportId: string
  billingId: string
  mailboxId: string
  databaseUrl: string
  blobsDir: string
  /** Moves the clock on. */
  pass(milliseconds: number): void
  /** Statements that the desk's own role may not run, such as breaking a table. */
  asOwner(statements: string): Promise<Record<string, unknown>[]>
  remove(): Promise<void>
}

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

export async function createWorld(config: Partial<Parameters<typeof openDesk>[0]> = {}): Promise<World> {
  const database = await createTestDatabase()
  const blobsDir = await mkdtemp(join(tmpdir(), 'gotrs-blobs-'))
  let now = Date.parse('2026-11-02T09:00:00.000Z')
  const desk = openDesk({
    databaseUrl: database.url,
    secretKey: 'a secret key for tests only, long enough',
    blobsDir,
    baseUrl: 'http://desk.test',
    info: {
      businessName: 'Northwind',
      isDemo: false,
      hasDevelopmentInbox: false,
      maxAttachmentBytes: 25 * 1024 * 1024,
    },
    log: silentLog,
    // Never two events at one time: their order is part of what is tested.
    now: () => new Date(now++),
    poolSize: 6,
    // Nothing is published anywhere, and no test asks the network.
    dns: async () => {
      throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })
    },
    ...config,
  })
  const place = await furnish(desk)
  return {
    ...desk,
    ...place,
    blobsDir,
    databaseUrl: database.url,
    pass: milliseconds => {
      now += milliseconds
    },
    asOwner: statements => asOwner(database.url, statements),
    async remove() {
      await desk.close()
      await database.drop()
      await rm(blobsDir, { recursive: true, force: true })
    },
  }
}

async function furnish({ db }: Desk) {
  const createdAt = new Date('2026-10-01T09:00:00.000Z')
  const [supportId, billingId, acmeId, mailboxId] = [v7(), v7(), v7(), v7()]
  await db.insert(queues).values([
    { id: supportId, name: 'Support', createdAt },
    { id: billingId, name: 'Billing', createdAt: new Date(createdAt.getTime() + 1) },
  ])
  await db.insert(organisations).values({ id: acmeId, name: 'Acme', isShared: true, createdAt })
  await db.insert(organisationDomains).values({ domain: 'acme.example', organisationId: acmeId })
  await db.insert(mailboxes).values({
    id: mailboxId,
    name: 'support',
    address: 'support@gotrs.example',
    displayName: 'Northwind Support',
    authservId: 'mx.gotrs.example',
    queueId: supportId,
    createdAt,
    takesMailFrom: createdAt,
  })
  const person = async (
    name: string,
    email: string,
    role: Role,
    at: { queueIds?: string[]; organisationId?: string } = {},
  ) => {
    const actor = actorOf(name, email, role, at)
    const { id, organisationId } = actor
    await db.insert(users).values({ id, name, email, role, organisationId, emailVerifiedAt: createdAt, createdAt })
    const memberships = actor.queueIds.map(queueId => ({ queueId, userId: id }))
    if (memberships.length > 0) await db.insert(queueMembers).values(memberships)
    return actor
  }
  return {
    supportId,
    billingId,
    mailboxId,
    admin: await person('Ada Admin', 'admin@gotrs.example', 'admin'),
    ana: await person('Ana Agent', 'ana@gotrs.example', 'agent', { queueIds: [supportId, billingId] }),
    ben: await person('Ben Agent', 'ben@gotrs.example', 'agent', { queueIds: [billingId] }),
    omar: await person('Omar Aziz', 'omar@acme.example', 'customer', { organisationId: acmeId }),
    nora: await person('Nora Lind', 'nora@acme.example', 'customer', { organisationId: acmeId }),
    lena: await person('Lena Öst', 'lena@other.example', 'customer'),
  }
}

function actorOf(
  name: string,
  email: string,
  role: Role,
  at: { queueIds?: string[]; organisationId?: string },
): UserActor {
  const organisationId = at.organisationId ?? null
  return {
    kind: 'user',
    id: v7(),
    name,
    email,
    role,
    queueIds: at.queueIds ?? [],
    organisationId,
    sharedOrganisationId: organisationId,
  }
}
