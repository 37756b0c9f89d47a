import { nameOf } from './names.ts'
import { emit, person, system, type Tools } from './pen.ts'
import type { Organisation, Person, Place, Queue } from './place.ts'

const queueNames = [
  'Support',
  'Billing',
  'IT',
  'Orders',
  'Shipping',
  'Returns',
  'Sales',
  'Partners',
  'Facilities',
  'HR',
]
const tagNames =
  `bug refund invoice vpn printer password delivery urgent-call duplicate feedback outage training licence
 browser mobile export import template access hardware network calendar contract tax warehouse`.split(/\s+/)

type Size = { agents: number; organisations: number; tags: number; passwordHash: string }

export const sizeFor = (tickets: number) => ({
  agents: Math.max(queueNames.length, Math.min(200, Math.round(tickets / 5_000))),
  organisations: Math.max(2, Math.round(tickets / 500)),
  tags: Math.max(tagNames.length, Math.min(300, Math.round(tickets / 1_000))),
})

/** What a desk has before its first ticket: people, queues with their mailboxes, organisations, tags and shared views. */
export function furnish(pen: Tools, at: number, size: Size): Place {
  const admin = addStaff(
    pen,
    at,
    { name: 'Mara Lindqvist', email: 'admin@gotrs.example', role: 'admin', queueIds: [] },
    size,
  )
  const queues = queueNames.map((name, number) => addQueue(pen, at + number, name)) as [Queue, ...Queue[]]
  addAgents(pen, at + 100, queues, size)
  const organisations = Array.from({ length: size.organisations }, (_, number) =>
    addOrganisation(pen, at + 200, number, admin),
  ) as [Organisation, ...Organisation[]]
  const tags = Array.from({ length: size.tags }, (_, number) => {
    const made = { id: pen.newId(at), name: tagNames[number] ?? `topic-${number}` }
    pen.rows.add('tags', made, at)
    return made
  })
  addViews(pen, at + 300, admin)
  return { queues, admin, tags, organisations, passwordHash: size.passwordHash }
}

type Staff = { name: string; email: string; role: 'admin' | 'agent'; queueIds: string[] }

function addStaff(pen: Tools, at: number, staff: Staff, { passwordHash }: Size): Person {
  const { queueIds, ...columns } = staff
  const id = pen.newId(at)
  const [createdAt, emailVerifiedAt] = [new Date(at), new Date(at)]
  pen.rows.add('users', { ...columns, id, passwordHash, organisationId: null, emailVerifiedAt, createdAt }, at)
  for (const queueId of queueIds) pen.rows.add('queueMembers', { queueId, userId: id }, at)
  emit(pen, at, { type: 'user.created', payload: { userId: id, role: staff.role, queueIds }, actor: system('setup') })
  return { id, name: staff.name, email: staff.email }
}

/** Each queue has a mailbox of its own name. */
function addQueue(pen: Tools, at: number, name: string): Queue {
  const [id, mailboxId, createdAt] = [pen.newId(at), pen.newId(at), new Date(at)]
  const mailbox = { id: mailboxId, address: `${name.toLowerCase()}@gotrs.example`, displayName: `Northwind ${name}` }
  pen.rows.add('queues', { id, name, createdAt }, at)
  pen.rows.add(
    'mailboxes',
    { ...mailbox, name: name.toLowerCase(), queueId: id, takesMailFrom: createdAt, createdAt },
    at,
  )
  emit(pen, at, { type: 'queue.created', payload: { queueId: id, memberIds: [] }, actor: system('setup') })
  emit(pen, at, { type: 'mailbox.created', payload: { mailboxId }, actor: system('setup') })
  return { id, mailbox, agents: [] }
}

/** The two agents of the demo are among them, with its password. The first queue has most of the agents. */
function addAgents(pen: Tools, at: number, queues: Queue[], size: Size): void {
  for (let number = 0; number < size.agents; number += 1) {
    const own = new Set([
      queues[number % queues.length],
      queues[pen.random.place(queues.length)],
      ...(number < 2 ? queues.slice(0, 3) : []),
    ])
    const members = [...own].filter(it => it !== undefined)
    const named = [
      { name: 'Ana Ribeiro', email: 'ana@gotrs.example' },
      { name: 'Ben Okafor', email: 'ben@gotrs.example' },
    ][number]
    const who = named ?? {
      name: nameOf(pen.random.pick(['en', 'de', 'fr', 'es']), pen.random),
      email: `agent${number}@gotrs.example`,
    }
    const agent = addStaff(pen, at + number, { ...who, role: 'agent', queueIds: members.map(it => it.id) }, size)
    for (const queue of members) queue.agents.push(agent)
  }
}

function addOrganisation(pen: Tools, at: number, number: number, admin: Person): Organisation {
  const id = pen.newId(at)
  const isShared = number === 0 || pen.random.isOneIn(0.3)
  const name = `${nameOf(pen.random.pick(['en', 'de', 'fr', 'es']), pen.random).split(' ')[1]} ${pen.random.pick(['Ltd', 'GmbH', 'SARL', 'SA', 'Group'])} ${number}`
  const domain = number === 0 ? 'customer.example' : `org${number}.example`
  pen.rows.add('organisations', { id, name, isShared, createdAt: new Date(at) }, at)
  pen.rows.add('organisationDomains', { domain, organisationId: id }, at)
  emit(pen, at, { type: 'organisation.created', payload: { organisationId: id, isShared }, actor: person(admin) })
  return { id, domain }
}

const sharedViews = [
  { name: 'Urgent and high', q: 'is:open (priority:urgent OR priority:high)', sort: 'priority' },
  { name: 'Waiting over a day', q: 'is:open waiting:1d', sort: 'waiting' },
  { name: 'Refunds', q: 'is:open tag:refund', sort: 'updated' },
] as const

function addViews(pen: Tools, at: number, admin: Person): void {
  for (const view of sharedViews) {
    const id = pen.newId(at)
    pen.rows.add('views', { ...view, id, ownerId: admin.id, isShared: true, createdAt: new Date(at) }, at)
    emit(pen, at, { type: 'view.created', payload: { viewId: id, isShared: true }, actor: person(admin) })
  }
}
