import { parseHtml } from '@gotrs/mail/body/html-tree'
import { sanitiseHtml } from '@gotrs/mail/body/sanitise'
import { amplifiedMails } from '@gotrs/mail/testing/body/amplified-mails'
import { htmlSoup } from '@gotrs/mail/testing/body/html-soup'
import { nestingSoup } from '@gotrs/mail/testing/body/nesting-soup'
import { outlineOf } from '@gotrs/mail/testing/body/outline'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, logInAsCustomer, visit } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { waitForText } from '../setup/visible.ts'
import { until } from '../setup/wait.ts'

/** Runs in the browser: its tree in the format of `outlineOf`. */
const outlineInBrowser = `htmls => {
  const outline = nodes => [...nodes].map(node => node.nodeType === 3 ? JSON.stringify(node.data)
    : node.localName + '[' + [...node.attributes].map(it => it.name + '=' + it.value).join(' ') + '](' + outline(node.childNodes) + ')').join(',')
  return htmls.map(html => {
    const page = new DOMParser().parseFromString('<!doctype html><div>' + html + '</div>', 'text/html')
    return page.body.childNodes.length === 1 ? outline(page.body.firstChild.childNodes) : 'outside its block'
  })
}`

describe('a mail in a browser', () => {
  const url = inject('demoUrl')
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('becomes the same tree as on the server, for random HTML', async () => {
    const firstSeed = Number(process.hrtime.bigint() % 1_000_000n)
    const seeds = Array.from({ length: 400 }, (_, at) => firstSeed + at)
    const soups = seeds.flatMap(seed => [htmlSoup(seed, 5 + (seed % 90)), nestingSoup(seed, 5 + (seed % 90))])
    const sent = [...soups, ...amplifiedMails.map(([, mail]) => mail)].map(it => sanitiseHtml(it))
    const { page, context } = await visit(browser)
    const built = await page.evaluate<string[], string[]>(`(${outlineInBrowser})(${JSON.stringify(sent)})`, sent)
    // A browser splits a text of more than 65,536 characters.
    const joined = (outline: string) => outline.replaceAll('","', '')
    sent.forEach((html, at) => {
      expect(joined(built[at] ?? ''), `seeds from ${firstSeed}, number ${at}: ${html.slice(0, 2_000)}`).toBe(
        joined(outlineOf(parseHtml(html))),
      )
    })
    await context.close()
  })

  it.each<[string, string, (page: Page, subject: string) => Promise<void>]>([
    [
      'the agent',
      'A long mail for the agent',
      async (page, subject) => {
        await logInAsAgent(page, url)
        await page.goto(`${url}/agent/tickets?q=${encodeURIComponent(`"${subject}"`)}`)
      },
    ],
    ['the customer', 'A long mail for the customer', page => logInAsCustomer(page, url, 'omar@customer.example')],
  ])('has a limited height for %s, and can be scrolled to its end', async (_who, subject, open) => {
    const lines = Array.from({ length: 1_500 }, (_, at) => `Line ${at + 1}`).join('<br>')
    await sendMail(inject('demoSmtpPort'), {
      from: 'Omar Haddad <omar@customer.example>',
      to: 'support@gotrs.example',
      subject,
      html: `<div style="height:1px;overflow:hidden;font-size:0;line-height:0">${lines}<p>The end</p></div>`,
    })
    const { page, context, faults } = await visit(browser)
    await open(page, subject)
    await page.getByRole('link', { name: subject }).first().click()
    await waitForText(page, 'Line 1500')
    const frame = page.locator('iframe[title^="Message"]').first()
    await until('the frame to have its height', async () => ((await frame.boundingBox())?.height ?? 0) > 4_000)
    expect((await frame.boundingBox())?.height).toBeLessThanOrEqual(5_000)
    const end = frame.contentFrame().getByText('The end')
    await end.scrollIntoViewIfNeeded()
    const isReadable = await end.evaluate<boolean, HTMLElementLike>(
      it => it.getBoundingClientRect().height > 10 && it.getBoundingClientRect().top < 5_000,
    )
    expect(isReadable).toBe(true)
    expect(faults).toEqual([])
    await context.close()
  })
})

type HTMLElementLike = { getBoundingClientRect(): { height: number; top: number } }
