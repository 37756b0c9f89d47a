import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { neededPorts, obstacleTo, requireFreePorts } from './ports.ts'

let other: Server
let taken: number
beforeEach(async () => {
  other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  taken = (other.address() as AddressInfo).port
})
afterEach(() => other.close())

const settings = (port: number) => ({ host: '127.0.0.1', port, smtpInPort: 0, lmtpInPort: 0 })

it('names the port, and the setting that chooses another', async () => {
  await expect(requireFreePorts(settings(taken), 0)).rejects.toThrow(
    new RegExp(`^Another program uses port ${taken} on 127.0.0.1: .* PORT=\\d+\\.$`),
  )
})

it('offers a free port that the desk does not use itself', async () => {
  const offered = async (more: object) => {
    const said = await requireFreePorts({ ...settings(taken), ...more }, 0).catch((error: Error) => error.message)
    return Number(/ PORT=(\d+)\.$/.exec(said ?? '')?.[1])
  }
  const first = await offered({})
  expect(await obstacleTo({ setting: 'PORT', host: '127.0.0.1', port: first })).toBeNull()
  const second = await offered({ smtpInPort: first })
  expect(second).not.toBe(first)
  const third = createServer().listen(second, '127.0.0.1')
  await once(third, 'listening')
  expect([first, second]).not.toContain(await offered({ lmtpInPort: first }))
  third.close()
})

it('waits a little for what is just leaving', async () => {
  const waiting = requireFreePorts(settings(taken), 10_000)
  other.close()
  await expect(waiting).resolves.toBeUndefined()
})

it('asks only for the ports that are on', () => {
  expect(neededPorts(settings(8080)).map(it => it.setting)).toEqual(['PORT'])
  expect(neededPorts({ ...settings(8080), smtpInPort: 2525, lmtpInPort: 24 })).toHaveLength(3)
})

it('says that HOST is not an address of this machine', async () => {
  expect(await obstacleTo({ setting: 'PORT', host: '192.0.2.1', port: 9 })).toMatch(
    /not an address of this machine.*HOST/,
  )
})
