import { expect, it } from 'vitest'
import { within } from './within.ts'

const never = () => new Promise<never>(() => {})

it('waits for what ends in time', async () => {
  expect(await within(1_000, 'an answer', Promise.resolve(3))).toBe(3)
  await expect(within(1_000, 'an answer', Promise.reject(new Error('refused')))).rejects.toThrow('refused')
})

it('names what does not end, and what else the run waits for', async () => {
  const outer = within(1_000, 'the fault "Postgres stopped"', never())
  await expect(within(1, 'the end of Postgres', never())).rejects.toThrow(
    /^No end after 0 s: the end of Postgres\. The run also waits for: the fault "Postgres stopped" \(since \d\d:\d\d:\d\d\)\.$/,
  )
  await expect(outer).rejects.toThrow(/^No end after 1 s: the fault "Postgres stopped"\.$/)
})
