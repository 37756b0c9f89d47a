import { updateDraftInput } from '@gotrs/contract/drafts'
import { ask, seen, versionNow } from '@gotrs/core/testing/tickets'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteDraft } from '../drafts/delete.ts'
import { updateDraft } from '../drafts/update.ts'
import { type Actor, systemActor, type UserActor } from '../kernel/actor.ts'
import { addNote } from '../messages/add-note.ts'
import { assignTicket } from './assign.ts'
import { readTicket } from './detail.ts'
import { listTickets } from './list.ts'
import { moveTicket } from './move.ts'

describe('a ticket', () => {
  let world: World
  let ticketId: string

  beforeAll(async () => {
    // One connection: two statements of one name would meet on it.
    world = await createWorld({ poolSize: 1 })
    ticketId = (await ask(world, world.omar)).ticketId
    await world.run(world.ana, uow => addNote(uow, { ticketId, text: 'For us alone', attachmentIds: [] }))
  })
  afterAll(() => world.remove())

  const write = (who: UserActor, html: string) =>
    world.run(who, uow => updateDraft(uow, updateDraftInput.parse({ ticketId, version: 'any', kind: 'note', html })))
  const draftOf = async (who: UserActor) => (await seen(world, who, ticketId)).staff?.draft

  it('brings what the reader is writing on it, to nobody else', async () => {
    expect(await draftOf(world.ana)).toBeNull()
    await write(world.ana, '<p>Not finished</p>')
    expect(await draftOf(world.ana)).toMatchObject({ kind: 'note', html: '<p>Not finished</p>', attachments: [] })
    expect(await draftOf(world.admin)).toBeNull()
    expect(await draftOf({ ...world.ana, scopes: ['tickets:read'] })).toBeNull()
    expect((await seen(world, world.omar, ticketId)).staff).toBeNull()
    await world.run(world.ana, uow => deleteDraft(uow, { ticketId, version: 'any' }))
    expect(await draftOf(world.ana)).toMatchObject({ state: 'deleted', html: '' })
  })

  it('names the people and queues of its timeline for staff', async () => {
    const version = await versionNow(world, ticketId)
    await world.run(world.ana, uow => assignTicket(uow, { ticketId, version, assigneeId: world.ana.id }))
    await world.run(world.ana, uow => moveTicket(uow, { ticketId, version: version + 1, queueId: world.billingId }))
    const { events } = await seen(world, world.ana, ticketId)
    const detailsOf = (type: string) => events.find(event => event.type === type)?.details
    expect(detailsOf('ticket.assigned')).toEqual({ person: 'Ana Agent' })
    expect(detailsOf('ticket.moved')).toEqual({ queue: 'Billing', previousQueue: 'Support' })
    const shown = await seen(world, world.omar, ticketId)
    expect(shown.events.map(event => event.details)).toEqual(shown.events.map(() => ({})))
  })

  it('is read by every kind of reader, one after the other on one connection', async () => {
    const { admin, ana, ben, omar, nora, lena } = world
    const alone = { ...omar, organisationId: null, sharedOrganisationId: null }
    const readers: Actor[] = [admin, ana, { ...ben, queueIds: [] }, omar, nora, alone, lena, systemActor('desk')]
    const kinds = async (actor: Actor) => {
      const found = await world
        .read(actor, reader => readTicket(reader, { ticketId }))
        .then(({ messages }) => messages.items.map(message => message.kind))
        .catch(error => error.code)
      await world.read(actor, reader => listTickets(reader, { q: 'is:open' }))
      return found
    }
    const found = []
    for (const reader of [...readers, ...readers]) found.push(await kinds(reader))
    const [staff, customer] = [['public', 'note'], ['public']]
    const each = [staff, staff, 'not_found', customer, customer, customer, 'not_found', staff]
    expect(found).toEqual([...each, ...each])
  })
})
