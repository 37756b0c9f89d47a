import { afterEach, expect, it } from 'vitest'
import { haltRequest } from './halt.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const before = new Map(signals.map(it => [it, process.listeners(it)]))
afterEach(() => {
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.get(signal)?.includes(listener)) process.off(signal, listener)
    }
  }
})

function asked() {
  const said: string[] = []
  let now = 0
  const halt = haltRequest({
    onStopping: () => said.push('stopping'),
    onImpatience: () => said.push('at once'),
    now: () => now,
  })
  return { said, halt, pass: (milliseconds: number) => (now += milliseconds) }
}

it('takes what one Ctrl-C brings from several sides as one, and a second one as impatience', () => {
  const { said, halt, pass } = asked()
  for (let from = 0; from < 3; from += 1) process.emit('SIGINT', 'SIGINT')
  expect(halt.aborted).toBe(true)
  expect(said).toEqual(['stopping'])
  pass(1_500)
  process.emit('SIGINT', 'SIGINT')
  expect(said).toEqual(['stopping', 'at once'])
})

it('is not hurried by a service manager that asks again', () => {
  const { said, pass } = asked()
  process.emit('SIGTERM', 'SIGTERM')
  pass(5_000)
  process.emit('SIGTERM', 'SIGTERM')
  expect(said).toEqual(['stopping'])
})
