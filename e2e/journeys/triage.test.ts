import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit, wide } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import { until } from '../setup/wait.ts'

/** What an agent decides for a new ticket, and the keys for it. A name is typed as far as it is needed. */
const decisions = {
  solved: ['e'],
  mine: ['m', 'j'],
  later: ['z', 'Enter'],
  billing: ['q', 'b', 'Enter'],
} as const
type Decision = keyof typeof decisions

const morning: Decision[] = [
  ...(['solved', 'mine', 'solved', 'later', 'solved', 'billing', 'mine', 'solved', 'mine', 'solved'] as const),
  ...(['solved', 'mine', 'later', 'solved', 'billing', 'mine', 'later', 'solved', 'mine', 'solved'] as const),
]

it('twenty new tickets are triaged by keyboard alone, with two and a half keys for each', async () => {
  const product = await startDemoProduct()
  const browser = await launchBrowser()
  try {
    for (const at of morning.keys()) {
      const from = `Writer ${at} <writer-${at}@triage.example>`
      await sendMail(product.smtpPort, {
        from,
        to: 'support@gotrs.example',
        subject: `Morning ${at}`,
        text: 'Please help.',
      })
    }
    const { page, context, faults } = await visit(browser, wide, 'next')
    await logInAsAgent(page, product.url)
    await page.goto(
      `${product.url}/agent/tickets?q=${encodeURIComponent('is:open assignee:none newer:1h from:triage')}`,
    )
    const rows = page.locator('a[data-ticket]')
    await until('twenty new tickets', async () => (await rows.count()) === morning.length)

    let keys = 0
    const press = async (...pressed: readonly string[]) => {
      for (const key of pressed) await page.keyboard.press(key)
      keys += pressed.length
    }
    await press('j')
    const done: [string, Decision][] = []
    for (const decision of morning) {
      const subject = await marked(page)
      done.push([subject, decision])
      await press(...decisions[decision])
      await until(`the ticket after ${subject}`, async () => {
        const now = await marked(page)
        // A key waits for the ticket it was pressed for; after the last one no row is left.
        return now !== subject && (now !== '' || done.length === morning.length)
      })
    }
    expect(new Set(done.map(([subject]) => subject)).size).toBe(morning.length)

    for (const [decision, q, name] of [
      ['solved', 'status:resolved', 'resolved'],
      ['mine', 'is:open assignee:me queue:support', 'taken'],
      ['later', 'is:snoozed', 'snoozed'],
      ['billing', 'is:open assignee:none queue:billing', 'moved'],
    ] as const) {
      await page.goto(`${product.url}/agent/tickets?q=${encodeURIComponent(`${q} from:triage`)}`)
      const wanted = done.flatMap(([subject, it]) => (it === decision ? [subject] : [])).toSorted()
      let shown: string[] = []
      const areShown = async () => {
        shown = (await rows.allTextContents()).toSorted()
        return shown.join() === wanted.join()
      }
      await until(`those that were ${name}`, areShown).catch(() => expect(shown, name).toEqual(wanted))
    }
    expect(keys / morning.length).toBeLessThanOrEqual(2.5)
    expect(faults).toEqual([])
    await context.close()
  } finally {
    await browser.close()
    await product.remove()
  }
}, 180_000)

/** Empty where no row is marked yet. */
const marked = async (page: Page) => (await page.locator('[data-marked] a[data-ticket]').allTextContents())[0] ?? ''
