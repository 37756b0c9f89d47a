import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../kernel/actor.ts'
import { findOrCreateCorrespondent } from './find-or-create.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  await world.pool.query(
    "insert into organisation_domains (domain, organisation_id) select 'gmail.com', id from organisations",
  )
})
afterAll(() => world.remove())

const made = (email: string) =>
  world.run(systemActor('mail'), uow => findOrCreateCorrespondent(uow, { email, name: 'Somebody' }))

test.each([
  ['new@acme.example', true],
  ['NEW2@ACME.example', true],
  ['stranger@gmail.com', false],
])('%s belongs to the organisation of the domain: %s', async (email, belongs) => {
  expect((await made(email)).organisationId !== null).toBe(belongs)
})
