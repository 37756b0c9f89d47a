import { demoPassword } from '@gotrs/contract/demo'
import { readActors } from '@gotrs/core/accounts/read-actors'
import type { Desk } from '@gotrs/core/desk'
import { systemActor, type UserActor } from '@gotrs/core/kernel/actor'
import type { UnitOfWork } from '@gotrs/core/kernel/unit-of-work'
import { createMailbox } from '@gotrs/core/mailboxes/create'
import { createUser } from '@gotrs/core/people/create-user'
import { organisationDomains, organisations, queues } from '@gotrs/db/tables/people'
import { mailboxAddress } from './mails/write-mail.ts'
import { correspondents, type StaffName, staff } from './people.ts'
import { type Progress, saveProgress } from './progress.ts'
import type { CastName } from './stage.ts'
import type { QueueName } from './story.ts'

const memberships: Record<StaffName, QueueName[]> = {
  mara: [],
  ana: ['Support', 'IT', 'Billing'],
  ben: ['Support', 'Billing'],
}

/** Queues, organisations, accounts and the mailbox, in one transaction: all of it or nothing. */
export async function furnish(desk: Desk, progress: Progress): Promise<void> {
  await desk.run(systemActor('setup'), async uow => {
    const queueIds = await makeQueues(uow)
    await makeOrganisations(uow)
    for (const [name, { email, role, ...person }] of Object.entries(staff)) {
      const own = memberships[name as StaffName].map(queue => queueIds[queue])
      await createUser(uow, { ...person, email, role, password: demoPassword, queueIds: own })
    }
    for (const { name, email } of [correspondents.omar, correspondents.lena]) {
      await createUser(uow, { name, email, role: 'customer', password: demoPassword })
    }
    const displayName = 'Northwind Tools Support'
    await createMailbox(uow, { name: 'support', address: mailboxAddress, displayName, queueId: queueIds.Support })
    await saveProgress(uow, progress)
  })
}

async function makeQueues(uow: UnitOfWork): Promise<Record<QueueName, string>> {
  const ids = { Support: uow.newId(), IT: uow.newId(), Billing: uow.newId() }
  // Nobody uses the desk yet: the queue that it made for itself gives way to those of the demo.
  await uow.db.delete(queues)
  await uow.db.insert(queues).values(Object.entries(ids).map(([name, id]) => ({ id, name, createdAt: uow.now })))
  return ids
}

/** The hauliers see each other's requests; the tax advisers keep theirs to themselves. */
async function makeOrganisations(uow: UnitOfWork): Promise<void> {
  const [meridianId, vogtId] = [uow.newId(), uow.newId()]
  await uow.db.insert(organisations).values([
    { id: meridianId, name: 'Meridian Freight', isShared: true, createdAt: uow.now },
    { id: vogtId, name: 'Vogt & Partner', isShared: false, createdAt: uow.now },
  ])
  await uow.db.insert(organisationDomains).values([
    { domain: 'customer.example', organisationId: meridianId },
    { domain: 'other.example', organisationId: vogtId },
  ])
}

const addresses: Record<CastName, string> = {
  mara: staff.mara.email,
  ana: staff.ana.email,
  ben: staff.ben.email,
  omar: correspondents.omar.email,
  lena: correspondents.lena.email,
}

/** Those with an account, as the desk knows them. */
export async function readCast(desk: Desk): Promise<Record<CastName, UserActor>> {
  const { rows } = await desk.pool.query<{ id: string }>('select id from users where email = any($1)', [
    Object.values(addresses),
  ])
  const actors = [
    ...(
      await readActors(
        desk.db,
        rows.map(row => row.id),
      )
    ).values(),
  ]
  const actor = (email: string) => {
    const found = actors.find(it => it.email.toLowerCase() === email)
    if (!found) throw new Error(`${email} is missing or switched off: the demo cannot go on without that account.`)
    return found
  }
  const [mara, ana, ben] = [actor(addresses.mara), actor(addresses.ana), actor(addresses.ben)]
  return { mara, ana, ben, omar: actor(addresses.omar), lena: actor(addresses.lena) }
}

export async function readQueueIds(desk: Desk): Promise<Record<QueueName, string>> {
  const { rows } = await desk.pool.query<{ id: string; name: string }>('select id, name from queues')
  const queueId = (name: QueueName) => {
    const found = rows.find(row => row.name === name)
    if (!found) throw new Error(`The queue ${name} is missing: the demo cannot go on without it.`)
    return found.id
  }
  return { Support: queueId('Support'), IT: queueId('IT'), Billing: queueId('Billing') }
}

/** The demo's accounts need no mail to prove their addresses. */
export async function verifyAddresses({ pool }: Desk): Promise<void> {
  await pool.query(
    'update users set email_verified_at = created_at where email = any($1) and email_verified_at is null',
    [Object.values(addresses)],
  )
}
