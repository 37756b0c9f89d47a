import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, logInAsCustomer, type View, visit } from '../setup/browser.ts'

const views: View[] = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
]

const forEverybody = [
  '/login',
  '/register',
  '/forgot-password',
  '/reset-password?token=x',
  '/verify-email?token=x',
  '/agent/login',
]
const forCustomers = ['/', '/requests/new', '/account', '/requests/999999', '/nowhere']
const forAdmins = [
  '/agent/tickets',
  '/agent/tickets?q=is%3Aopen%20assignee%3Anone&sort=newest',
  '/agent/tickets?q=nothing-is-called-like-this',
  '/agent/tickets?q=colour%3Ared',
  '/agent/tickets/1001',
  '/agent/tickets/999999',
  '/agent/tickets/new',
  '/agent/settings/mailboxes',
  '/agent/settings/general',
  '/agent/settings/queues',
  '/agent/settings/mail-in?state=quarantined',
  '/agent/settings/mail-in?q=nothing-is-called-like-this',
  '/agent/settings/mail-in',
  '/agent/settings/outbox',
  '/agent/settings/tokens',
  '/agent/settings/tokens/new',
  '/agent/settings/webhooks',
  '/agent/settings/webhooks/new',
  '/agent/account',
  '/agent/nowhere',
]

import { until } from '../setup/wait.ts'

describe('axe finds nothing, and nothing is wider than the screen', () => {
  const url = inject('demoUrl')
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  for (const view of views) {
    const name = `${view.width} px, ${view.colorScheme}`

    it(`before anybody is logged in, ${name}`, async () => {
      const { page, context } = await visit(browser, view)
      expect(await findingsOn(page, url, forEverybody)).toEqual([])
      await context.close()
    })

    it(`for customers, ${name}`, async () => {
      const { page, context } = await visit(browser, view)
      await logInAsCustomer(page, url, 'omar@customer.example')
      const first = await page.locator('a[href*="/requests/"]:not([href$="/new"])').first().getAttribute('href')
      expect(await findingsOn(page, url, [...forCustomers, first ?? ''])).toEqual([])
      await context.close()
    })

    it(`for staff, ${name}`, async () => {
      const { page, context } = await visit(browser, view)
      await logInAsAgent(page, url, 'admin@gotrs.example')
      expect(await findingsOn(page, url, forAdmins)).toEqual([])
      await context.close()
    })
  }
})

async function findingsOn(page: Page, url: string, paths: string[]): Promise<string[]> {
  const findings: string[] = []
  for (const path of paths) {
    await page.goto(`${url}${path}`)
    // The frame stands before the app does; the heading is the app's.
    await page.locator('h1').first().waitFor({ state: 'attached' })
    // Live streams never end: quiet is when no skeleton is left.
    await until(
      `${path} to have loaded`,
      async () => (await page.locator('[aria-busy=true], [data-skeleton]').count()) === 0,
    )
    // Mail bodies are in sandboxed frames without scripts, where axe can't run; their frames are checked from outside.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).exclude('iframe').analyze()
    findings.push(
      ...violations.map(
        found =>
          `${path}: ${found.id} at ${found.nodes
            .map(node => node.target.join(' '))
            .slice(0, 3)
            .join(', ')}`,
      ),
    )
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    if (Number(overflow) > 0) findings.push(`${path}: ${overflow} px wider than the screen`)
  }
  return findings
}
