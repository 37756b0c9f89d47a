import { describe, expect, it } from 'vitest'
import { spamReasonOf } from './spam-marks.ts'

describe('a mail is marked as spam', () => {
  it.each([
    ['X-Spam-Flag', 'YES'],
    ['x-spam-status', 'Yes, score=7.1 required=5.0 tests=BAYES_99'],
    ['X-Spam', 'Yes'],
    ['X-Spamd-Bar', '++++++'],
    ['X-Spamd-Result', 'default: True [15.20 / 15.00]; BAYES_SPAM(5.10)'],
    ['X-Rspamd-Action', 'add header'],
    ['X-MS-Exchange-Organization-SCL', '5'],
    ['X-Forefront-Antispam-Report', 'CIP:203.0.113.9;CTRY:;LANG:en;SCL:9;SRV:;SFV:SPM;H:mx'],
  ])('by %s: %s', (name, value) => {
    expect(
      spamReasonOf(
        [
          ['Subject', 'x'],
          [name, value],
        ],
        'all',
      ),
    ).toMatch(new RegExp(`^${name} says .+\\.$`, 'i'))
    expect(spamReasonOf([[name, value]], 'none')).toBeNull()
  })

  it.each([
    ['X-Spam-Flag', 'NO'],
    ['X-Spam-Flag', ''],
    ['X-Spam-Status', 'No, score=-1.9 required=5.0 tests=YES_WE_CAN'],
    ['X-Spamd-Bar', '+++++'],
    ['X-Spamd-Bar', '------'],
    ['X-Spamd-Bar', '/'],
    ['X-Spamd-Result', 'default: False [1.20 / 15.00]; R_TRUE(0.00)[: True]'],
    ['X-Rspamd-Action', 'no action'],
    ['X-Rspamd-Action', 'soft reject'],
    ['X-MS-Exchange-Organization-SCL', '-1'],
    ['X-MS-Exchange-Organization-SCL', '4'],
    ['X-Forefront-Antispam-Report', 'CIP:203.0.113.9;SCL:1;SFV:NSPM'],
    ['X-Spam-Level', '**********'],
  ])('not by %s: %s', (name, value) => {
    expect(spamReasonOf([[name, value]], 'all')).toBeNull()
  })

  it('only by SpamAssassin, if only that counts', () => {
    expect(spamReasonOf([['X-Spam', 'Yes']], 'spamassassin')).toBeNull()
    expect(spamReasonOf([['X-Spam-Flag', 'YES']], 'spamassassin')).toBe('X-Spam-Flag says YES.')
  })

  it('in a short sentence, for any header', () => {
    const reason = spamReasonOf([['X-Spam-Status', `Yes, ${'x'.repeat(100_000)}`]], 'all')
    expect(reason?.length).toBeLessThan(120)
  })
})
