import { describe, expect, it } from 'vitest'
import type { UserActor } from '../kernel/actor.ts'
import { withCleanHtml } from './clean-html.ts'
import { cleanHtmlNow } from './clean-now.ts'

const actor = (id: string) => ({ kind: 'user', id }) as UserActor
const clean = (html: string, who = 'omar') => withCleanHtml(actor(who), { html, ticketId: 'x' })
const soup = (length: number) => '<p onclick="x()" style="color:red">a&amp;<script>b</script></p>'.repeat(length / 60)

describe('HTML that somebody sends', () => {
  it.each([100, 4_100, 70_000])('is sanitised alike, however long it is: %i characters', async length => {
    const html = soup(length)
    expect(await clean(html)).toEqual({ ticketId: 'x', html: cleanHtmlNow(html) })
  })

  it('is left out where there is none', async () => {
    expect(await clean('  ')).toEqual({ ticketId: 'x' })
  })

  it('is rejected with more markup than is taken, before it is read', async () => {
    for (const html of ['<b>'.repeat(50_001), '&amp;'.repeat(50_001)]) {
      await expect(clean(html)).rejects.toMatchObject({
        code: 'invalid_input',
        params: { issues: [{ path: 'html', message: expect.stringContaining('50000 tags') }] },
      })
    }
  })

  it('of one person does not hold up that of another', async () => {
    const order: string[] = []
    const send = (who: string) => clean(soup(300_000), who).then(() => order.push(who))
    await Promise.all(['omar', 'omar', 'omar', 'omar', 'lena'].map(send))
    expect(order.indexOf('lena')).toBeLessThan(3)
  })
})
