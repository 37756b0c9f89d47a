import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, type View, visit } from '../setup/browser.ts'
import { until } from '../setup/wait.ts'

/** Cumulative layout shift: what moves without an act of the person (https://web.dev/articles/cls). */
const limit = 0.02

const views: View[] = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1024, height: 768, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'light' },
]

const screens = [
  '/agent/tickets?q=is%3Aopen',
  '/agent/tickets?q=nothing-is-called-like-this',
  '/agent/tickets/1001?q=is%3Aopen',
  '/agent/tickets/1026?q=is%3Aopen',
  '/agent/tickets/999999',
  '/agent/tickets/new',
  '/agent/settings/account',
  '/agent/settings/tokens',
  '/agent/settings/general',
  '/agent/settings/queues',
  '/agent/settings/mailboxes',
  '/agent/settings/mailboxes/new',
  '/agent/settings/mail-in',
  '/agent/settings/outbox',
  '/agent/settings/webhooks',
]

/** Sums up the shifts of a page from its first paint on, with what moved. */
const observer = `
  window.shifts = []
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue
      const moved = entry.sources.map(({ node }) => node?.parentElement?.className + ' > ' + (node?.className ?? node?.nodeName))
      window.shifts.push({ value: entry.value, moved })
    }
  }).observe({ type: 'layout-shift', buffered: true })
`

describe('nothing jumps when it loads, on a slow network too', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  // Each waits for most of its time.
  it.concurrent.each(views)(
    'on any screen of $width px',
    async view => {
      const { page, context } = await shifting(browser, view)
      const findings: string[] = []
      // Between the two widths only tickets have a layout of their own.
      for (const path of screens.filter(it => view.width !== 1024 || it.includes('/tickets'))) {
        await page.goto(`${inject('demoUrl')}${path}`)
        await settled(page)
        findings.push(...(await findingsOf(page, path)))
      }
      expect(findings).toEqual([])
      await context.close()
    },
    240_000,
  )

  it('when a ticket opens beside the list, and when the editor takes over', async () => {
    const { page, context } = await shifting(browser, views[0])
    await page.goto(`${inject('demoUrl')}/agent/tickets?q=is%3Aopen`)
    await settled(page)
    await page.locator('a[data-ticket]').nth(2).click()
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    await pause(700)
    await page.keyboard.press('r')
    // What follows half a second after a key counts: the editor comes later.
    await page.getByRole('button', { name: 'Bold' }).waitFor()
    await settled(page)
    expect(await findingsOf(page, 'a ticket and its editor')).toEqual([])
    await context.close()
  })
})

async function shifting(browser: Browser, view: View | undefined) {
  const visitor = await visit(browser, view)
  await logInAsAgent(visitor.page, inject('demoUrl'), 'admin@gotrs.example')
  await visitor.page.addInitScript(observer)
  await visitor.page.route(/\/trpc\/|rich-text-|recipients-/, async route => {
    await pause(400)
    await route.continue()
  })
  return visitor
}

/** Live streams never end, so this waits for the skeletons instead of the network. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1, [role=alert]').first().waitFor({ state: 'attached' })
  await until(
    'the page to have loaded',
    async () => (await page.locator('[aria-busy=true], .mantine-Skeleton-root').count()) === 0,
  )
  await pause(900)
}

type Shift = { value: number; moved: string[] }

async function findingsOf(page: Page, what: string): Promise<string[]> {
  const shifts = await page.evaluate<Shift[]>('window.shifts')
  const sum = shifts.reduce((total, { value }) => total + value, 0)
  if (sum < limit) return []
  return [`${what}: ${sum.toFixed(3)} by ${JSON.stringify(shifts.filter(({ value }) => value > 0.003))}`]
}
