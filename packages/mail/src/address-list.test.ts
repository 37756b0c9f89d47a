import { describe, expect, it } from 'vitest'
import { parseAddressList } from './address-list.ts'

const read = (value: string) => parseAddressList(Buffer.from(value).toString('latin1'))

describe('parseAddressList', () => {
  it.each<[string, string, string]>([
    ['jane@x.example', '', 'jane@x.example'],
    ['<jane@x.example>', '', 'jane@x.example'],
    ['Jane Doe <jane@x.example>', 'Jane Doe', 'jane@x.example'],
    ['"Doe, Jane" <jane@x.example>', 'Doe, Jane', 'jane@x.example'],
    ['Doe, Jane <jane@x.example>', 'Doe, Jane', 'jane@x.example'],
    ['"Jane \\"J\\" Doe" <jane@x.example>', 'Jane "J" Doe', 'jane@x.example'],
    ['Jane "J" Doe <jane@x.example>', 'Jane J Doe', 'jane@x.example'],
    ['jane@x.example (Jane Doe)', 'Jane Doe', 'jane@x.example'],
    ["'Jane' <jane@x.example>", 'Jane', 'jane@x.example'],
    ['=?utf-8?Q?J=C3=BCrgen?= =?utf-8?Q?_M?= <j@x.example>', 'Jürgen M', 'j@x.example'],
    ['=?utf-8?Q?Doe=2C_Jane?= <jane@x.example>', 'Doe, Jane', 'jane@x.example'],
    ['"=?utf-8?Q?J=C3=BCrgen?=" <j@x.example>', 'Jürgen', 'j@x.example'],
    ['=?utf-8?Q?jane=40x.example?= <jane@x.example>', 'jane@x.example', 'jane@x.example'],
    ['"jane@x.example" <jane@x.example>', 'jane@x.example', 'jane@x.example'],
    ['Jane at work: <jane@x.example>', '', 'jane@x.example'],
    ['<mailto:jane@x.example>', '', 'jane@x.example'],
    ['Jane <jane@[192.0.2.1]>', 'Jane', 'jane@[192.0.2.1]'],
    ['Jane <用户@例子.example>', 'Jane', '用户@例子.example'],
    ['Jane < jane@x.example >', 'Jane', 'jane@x.example'],
  ])('reads %s as unambiguous', (value, name, address) => {
    expect(read(value)).toEqual({ addresses: [{ name, address }], isSuspicious: false })
  })

  it.each<[string, string]>([
    ['Boss (boss@gotrs.example) <evil@x.example>', 'evil@x.example'],
    ['evil@x.example (boss@gotrs.example)', 'evil@x.example'],
    ['boss@gotrs.example <evil@x.example>', 'evil@x.example'],
    ['=?utf-8?Q?boss=40gotrs.example?= <evil@x.example>', 'evil@x.example'],
    ['<boss@gotrs.example> <evil@x.example>', 'boss@gotrs.example'],
    ['<boss@gotrs.example><evil@x.example>', 'boss@gotrs.example'],
    ['"boss@gotrs.example"@x.example', '"boss@gotrs.example"@x.example'],
    ['<@gotrs.example:evil@x.example>', 'evil@x.example'],
    ['boss@gotrs.example@x.example', 'boss@gotrs.example@x.example'],
    ['<evil(boss@gotrs.example)@x.example>', 'evil(boss@gotrs.example)@x.example'],
    ['boss@gotrs.example\u0000 <evil@x.example>', 'evil@x.example'],
    ['=?utf-8?Q?evil?=@x.example', 'evil@x.example'],
    ['<=?utf-8?Q?boss=40gotrs.example=3E?=@x.example>', 'boss@gotrs.example>@x.example'],
    ['=?utf-8?Q?Boss_<boss@gotrs.example>?=', 'boss@gotrs.example'],
    ['Jane (jane@x.example)', 'jane@x.example'],
    ['Boss <boss\u0000@gotrs.example>', 'boss@gotrs.example'],
    ['Boss <boss\u200b@gotrs.example>', 'boss\u200b@gotrs.example'],
    ['<power quadrant system@x.example>', 'powerquadrantsystem@x.example'],
    ['"Boss <boss@gotrs.example> <evil@x.example>', 'boss@gotrs.example'],
  ])('finds %s suspicious', (value, address) => {
    const list = read(value)
    expect(list.addresses[0]?.address).toBe(address)
    expect(list.isSuspicious).toBe(true)
  })

  it('reads the members of groups, and no address from an empty group', () => {
    expect(read('Team: a@x.example, "B, C" <b@x.example>; c@x.example').addresses.map(it => it.address)).toEqual([
      'a@x.example',
      'b@x.example',
      'c@x.example',
    ])
    expect(read('undisclosed-recipients:;').addresses).toEqual([])
  })

  it.each([
    ['root', 'root'],
    ['MAILER-DAEMON (Mail Delivery System)', 'Mail Delivery System'],
    ['', undefined],
    [',,;', undefined],
  ])('has no address for %j', (value, name) => {
    expect(read(value).addresses).toEqual(name === undefined ? [] : [{ name, address: '' }])
  })

  it('separates addresses at commas and semicolons', () => {
    expect(read('a@x.example; b@x.example,, c@x.example').addresses).toHaveLength(3)
  })
})
