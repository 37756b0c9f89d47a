import { describe, expect, test } from 'vitest'
import { restRoutes } from '../rest/routes.ts'
import { appRouter } from '../router.ts'
import { proceduresCalledBy } from './procedures-called-by.ts'
import { likeOf, nameOf } from './rows-by-hand.ts'

describe.each(restRoutes.map(row => [nameOf(row), row] as const))('%s', (_name, row) => {
  test('calls the procedures that it names, and no other', async () => {
    expect(row.procedures.filter(name => !Object.hasOwn(appRouter._def.procedures, name))).toEqual([])
    const { called, isDirect } = await proceduresCalledBy(row)
    // The change of a ticket runs the verbs of core in one transaction, and no procedure.
    const verbsThemselves = likeOf(row) === 'PUT /api/tickets/{ticketId}'
    expect([isDirect, called.sort()]).toEqual(verbsThemselves ? [true, []] : [false, [...row.procedures].sort()])
  })
})
