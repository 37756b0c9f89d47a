import { describe, expect, it } from 'vitest'
import { createAddressGuard, isPrivateHostList } from './private-hosts.ts'

const refused = { code: 'address_not_allowed' }
const guard = createAddressGuard('')
const answering = (addresses: string[], privateHosts = '') =>
  createAddressGuard(privateHosts, async () =>
    addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
  )

const loopback = ['127.0.0.1', '127.9.9.9', '::1']
const priv = [
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  'fc00::1',
  'fd12:3456::1',
  'fec0::1',
]
const linkLocal = ['169.254.1.1', '169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'fd00:ec2::254', '100.100.100.200']
const special = [
  '0.0.0.0',
  '0.1.2.3',
  '::',
  '224.0.0.1',
  'ff02::1',
  '255.255.255.255',
  '240.0.0.1',
  '192.0.0.192',
  '100::1',
]
const papers = [
  '192.0.2.1',
  '198.51.100.7',
  '203.0.113.9',
  '198.18.0.1',
  '2001:db8::1',
  '3fff::1',
  '2001:2::1',
  '192.88.99.1',
]
const embedded = [
  ...['::ffff:127.0.0.1', '::ffff:7f00:1', '[::ffff:a00:1]', '::ffff:169.254.169.254', '0:0:0:0:0:ffff:c0a8:0101'],
  ...['::127.0.0.1', '::10.0.0.1', '::8.8.8.8', '::ffff:0:127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::169.254.169.254'],
  ...['64:ff9b:1::8.8.8.8', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2002:c0a8:101::1', '2001:0:7f00:1::1'],
  // Teredo: a public server, and a client of 10.0.0.1 with its bits inverted; ISATAP of 192.168.0.1.
  ...['2001:0:4136:e378:8000:63bf:f5ff:fffe', '2a00::5efe:c0a8:1', '2a00::200:5efe:c0a8:1'],
]

describe('an address', () => {
  it.each([...loopback, ...priv, ...linkLocal, ...special, ...papers, ...embedded])('%s is refused', async address => {
    expect(() => guard.check(address)).toThrow(expect.objectContaining(refused))
    await expect(guard.resolve(address)).rejects.toMatchObject(refused)
    await expect(answering([address]).resolve('innocent.example')).rejects.toMatchObject(refused)
  })

  it.each(['93.184.215.14', '172.32.0.1', '2606:2800:21f::1', '::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1'])(
    '%s is allowed',
    async address => {
      guard.check(address)
      expect((await guard.resolve(address)).address).toBe(address.replace('::ffff:', ''))
    },
  )

  it.each(['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '0x7f.1', '127.0.0.1.', 'localhost', 'localhost.'])(
    'written as %s is the same address',
    async host => {
      await expect(guard.resolve(host)).rejects.toMatchObject(refused)
    },
  )

  it.each(['', 'not an address', '127.0.0.1:80', '999.1.1.1'])('%j is not an address', text => {
    expect(() => guard.check(text)).toThrow(expect.objectContaining(refused))
  })
})

describe('a name', () => {
  it('is rejected when one of its addresses is', async () => {
    await expect(answering(['93.184.215.14', '10.0.0.1']).resolve('two.example')).rejects.toMatchObject(refused)
  })

  it('without an address is rejected', async () => {
    await expect(answering([]).resolve('none.example')).rejects.toMatchObject(refused)
  })

  it('returns an IPv4 address before an IPv6 one', async () => {
    const both = answering(['2606:2800:21f::1', '93.184.215.14'])
    expect(await both.resolve('both.example')).toEqual({ address: '93.184.215.14', family: 4 })
  })

  it("that does not exist throws the resolver's own error", async () => {
    await expect(guard.resolve('nobody.invalid')).rejects.toMatchObject({
      code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN|ETIMEDOUT/),
    })
  })
})

describe('PRIVATE_HOSTS', () => {
  it('allows addresses and blocks, in every form', () => {
    const lax = createAddressGuard('127.0.0.1, 10.0.0.0/8,fd12::/16')
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.200.0.1', 'fd12::7']) lax.check(address)
    for (const address of ['127.0.0.2', '192.168.0.1', 'fd13::1', '::1'])
      expect(() => lax.check(address)).toThrow(expect.objectContaining(refused))
  })

  it('allows a listed name with any private address, and no other name with that address', async () => {
    const lax = answering(['10.0.0.5'], 'Mail.lan.')
    expect(await lax.resolve('mail.LAN')).toEqual({ address: '10.0.0.5', family: 4 })
    await expect(lax.resolve('evil.example')).rejects.toMatchObject(refused)
    expect(() => lax.check('10.0.0.5')).toThrow(expect.objectContaining(refused))
  })

  it.each([...linkLocal, ...special])('never allows %s', async address => {
    const all = '0.0.0.0/0,::/0,trap.example'
    expect(() => createAddressGuard(all).check(address)).toThrow(expect.objectContaining(refused))
    await expect(answering([address], all).resolve('trap.example')).rejects.toMatchObject(refused)
  })

  it('recognizes own relays, whose address is not that of the sender', () => {
    const { isOwnRelay } = createAddressGuard('203.0.113.0/24, 2001:db8:7::/48, mail.lan')
    for (const address of [
      '127.0.0.1',
      '::1',
      '::ffff:10.0.0.5',
      '172.18.0.1',
      'fd12::7',
      '203.0.113.9',
      '2001:db8:7::1',
    ])
      expect(isOwnRelay(address), address).toBe(true)
    for (const address of ['198.51.100.7', '8.8.8.8', '2001:db8:8::1', '2a00:1450::1', 'mail.lan', ''])
      expect(isOwnRelay(address), address).toBe(false)
  })

  it('trusts a relay in the private network only when its own address is listed', () => {
    const { isTrustedRelay } = createAddressGuard('10.0.0.5, 172.16.0.0/12, 203.0.113.0/24, fd12::7, mail.lan')
    for (const address of ['10.0.0.5', '::ffff:10.0.0.5', '203.0.113.9', 'fd12::7'])
      expect(isTrustedRelay(address), address).toBe(true)
    for (const address of ['10.0.0.6', '172.17.0.1', '127.0.0.1', '::1', 'fd12::8', '198.51.100.7', 'mail.lan', ''])
      expect(isTrustedRelay(address), address).toBe(false)
  })

  it.each([
    ['', true],
    ['mail.lan, 10.0.0.0/8, ::1', true],
    ['10.0.0.0/33', false],
    ['http://mail.lan', false],
    ['mail.lan:993', false],
    ['a b', false],
  ])('%j is a list: %s', (text, isList) => expect(isPrivateHostList(text)).toBe(isList))
})
