import { attachmentLimits } from '@gotrs/contract/attachments'
import { describe, expect, it } from 'vitest'
import { admit, limitsText, maxFiles } from './admit-files.ts'

const file = (name: string, size = 10) => ({ name, size })

describe('admit', () => {
  it('takes what fits and says why the rest does not', () => {
    const { accepted, refusals } = admit([file('a.png'), file('b.iso', 2_000_000), file('c.txt', 0)], 0, 1024 * 1024)
    expect(accepted.map(({ name }) => name)).toEqual(['a.png'])
    expect(refusals).toEqual(['“b.iso” is too large: 1.9 MB (maximum 1 MB).', '“c.txt” is empty.'])
  })

  it('counts what is attached already', () => {
    const { accepted, refusals } = admit([file('a'), file('b')], maxFiles - 1)
    expect(accepted.map(({ name }) => name)).toEqual(['a'])
    expect(refusals).toHaveLength(1)
  })

  it('speaks of the limits of the contract', () => {
    expect(limitsText()).toBe(
      `Up to ${attachmentLimits.maxPerMessage} files, ${attachmentLimits.maxBytes / 1024 / 1024} MB each.`,
    )
  })
})
