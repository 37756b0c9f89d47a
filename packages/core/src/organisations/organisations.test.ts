import { whileUncommitted } from '@gotrs/core/testing/uncommitted'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { organisationOf } from '../correspondents/find-or-create.ts'
import { createOrganisation } from './create.ts'
import { deleteOrganisation } from './delete.ts'
import { listOrganisations, readOrganisation } from './queries.ts'
import { updateOrganisation } from './update.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

type Input = Parameters<typeof createOrganisation>[1]
const create = (input: Input) => world.run(world.admin, uow => createOrganisation(uow, input))
const read = (organisationId: string) => world.read(world.ana, reader => readOrganisation(reader, { organisationId }))

test('a new organisation holds its domains: new customers from there belong to it', async () => {
  const { organisationId } = await create({ name: 'Globex', domains: ['globex.example', 'globex.example'] })
  expect(await read(organisationId)).toEqual({
    ...{ id: organisationId, name: 'Globex', domains: ['globex.example'], isShared: false },
  })
  expect(await organisationOf({ db: world.db }, 'hank@globex.example')).toBe(organisationId)
})

test('a change takes a part, and deleting leaves its people without an organisation', async () => {
  const { organisationId } = await create({ name: 'Hooli', domains: ['hooli.example'] })
  const change = (part: object) => world.run(world.admin, uow => updateOrganisation(uow, { organisationId, ...part }))
  await change({ isShared: true })
  expect(await read(organisationId)).toMatchObject({ name: 'Hooli', domains: ['hooli.example'], isShared: true })
  await change({ domains: ['hooli.xyz.example'] })
  expect(await read(organisationId)).toMatchObject({ domains: ['hooli.xyz.example'], isShared: true })
  await world.pool.query('update users set organisation_id = $1 where id = $2', [organisationId, world.lena.id])
  await world.run(world.admin, uow => deleteOrganisation(uow, { organisationId }))
  await expect(read(organisationId)).rejects.toMatchObject({ code: 'not_found' })
  const lena = await world.pool.query('select organisation_id from users where id = $1', [world.lena.id])
  expect(lena.rows).toEqual([{ organisation_id: null }])
})

test('a name or domain that is taken, and a domain that anybody can use, are rejected and name the field', async () => {
  const { organisationId } = await create({ name: 'Initech', domains: ['initech.example'] })
  await expect(create({ name: 'INITECH' })).rejects.toMatchObject({ code: 'already_exists', params: { field: 'name' } })
  const taken = { code: 'already_exists', params: { field: 'domains' } }
  await expect(create({ name: 'Other', domains: ['initech.example'] })).rejects.toMatchObject(taken)
  await expect(create({ name: 'Mail', domains: ['gmail.com'] })).rejects.toMatchObject({ code: 'invalid_input' })
  expect(await read(organisationId)).toMatchObject({ domains: ['initech.example'] })
})

test('a name that another organisation takes at the same time, or already has, is rejected', async () => {
  const [soylent, cyberdyne] = [await create({ name: 'Soylent' }), await create({ name: 'Cyberdyne' })]
  const rename = () => world.run(world.admin, uow => updateOrganisation(uow, { ...cyberdyne, name: 'soylent green' }))
  const text = "update organisations set name = 'Soylent Green' where id = $1"
  const statement = { text, values: [soylent.organisationId] }
  const taken = { code: 'already_exists', params: { field: 'name' } }
  await expect(whileUncommitted(world, statement, rename)).rejects.toMatchObject(taken)
  await expect(rename()).rejects.toMatchObject(taken)
  expect(await read(cyberdyne.organisationId)).toMatchObject({ name: 'Cyberdyne' })
})

test('agents read organisations and change none', async () => {
  const refused = { code: 'forbidden' }
  await expect(world.run(world.ana, uow => createOrganisation(uow, { name: 'Mine' }))).rejects.toMatchObject(refused)
  const { organisationId } = await create({ name: 'Umbrella' })
  const at = { organisationId }
  await expect(world.run(world.ana, uow => updateOrganisation(uow, at))).rejects.toMatchObject(refused)
  await expect(world.run(world.ana, uow => deleteOrganisation(uow, at))).rejects.toMatchObject(refused)
})

test('the list comes in pages by name, whatever the case', async () => {
  await create({ name: 'aardvark' })
  const names: string[] = []
  let cursor: string | undefined
  do {
    const page = await world.read(world.ana, reader => listOrganisations(reader, { limit: 2, cursor }))
    names.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' })))
  expect(new Set(names).size).toBe(names.length)
  expect(names).toEqual(expect.arrayContaining(['aardvark', 'Globex', 'Initech', 'Umbrella']))
})

test('the list can be searched by a part of the name, in which no sign has a meaning of its own', async () => {
  await create({ name: 'Hooli_100%' })
  const find = async (text: string) => {
    const page = await world.read(world.ana, reader => listOrganisations(reader, { text, limit: 10 }))
    return page.items.map(({ name }) => name)
  }
  expect(await find('OOLI')).toEqual(['Hooli_100%'])
  expect(await find('100%')).toEqual(['Hooli_100%'])
  expect(await find('%li_')).toEqual([])
})
