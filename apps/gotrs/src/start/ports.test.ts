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
    new RegExp(`^Port ${taken} on 127.0.0.1 is taken by another program: .* PORT=${taken + 1}`),
  )
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

it('says when HOST is no address of this machine', async () => {
  expect(await obstacleTo({ setting: 'PORT', host: '192.0.2.1', port: 9 })).toMatch(/no address of this machine.*HOST/)
})
