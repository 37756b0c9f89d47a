import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { findViolations } from '../setup/axe.ts'
import { launchBrowser, logInAsAgent, logInAsCustomer, type View, visit } from '../setup/browser.ts'
import { until } from '../setup/wait.ts'

const views: View[] = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 390, height: 844, colorScheme: 'dark' },
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
  '/agent/tickets/1001/print',
  '/agent/dashboard',
  '/agent/tickets/999999',
  '/agent/tickets/new',
  '/agent/settings/mailboxes',
  '/agent/settings/mailboxes/new',
  '/agent/settings/general',
  '/agent/settings/queues',
  '/agent/settings/mail-in?state=quarantined',
  '/agent/settings/mail-in?q=nothing-is-called-like-this',
  '/agent/settings/mail-in',
  '/agent/settings/outbox',
  '/agent/settings/development-inbox',
  '/agent/settings/tokens',
  '/agent/settings/tokens/new',
  '/agent/settings/webhooks',
  '/agent/settings/webhooks/new',
  '/agent/account',
  '/agent/nowhere',
]

describe('axe finds no violation, and no page is wider than the screen', () => {
  const url = inject('demoUrl')
  let browser: Browser

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('on the pages before login', async () => {
    const { context } = await visit(browser)
    expect(await findingsOn(context, url, forEverybody)).toEqual([])
    await context.close()
  })

  it('on the pages of customers', async () => {
    const { page, context } = await visit(browser)
    await logInAsCustomer(page, url, 'omar@customer.example')
    const first = await page.locator('a[href*="/requests/"]:not([href$="/new"])').first().getAttribute('href')
    expect(await findingsOn(context, url, [...forCustomers, first ?? ''])).toEqual([])
    await context.close()
  })

  it('on the pages of staff', async () => {
    const { page, context } = await visit(browser)
    await logInAsAgent(page, url, 'admin@gotrs.example')
    expect(await findingsOn(context, url, forAdmins)).toEqual([])
    await context.close()
  }, 240_000)
})

/** Checks the paths in two pages at once: while one waits for the server, the other is checked. */
async function findingsOn(context: BrowserContext, url: string, paths: string[]): Promise<string[]> {
  const rest = [...paths]
  const lane = async () => {
    const page = await context.newPage()
    const findings: string[] = []
    for (let path = rest.shift(); path !== undefined; path = rest.shift()) {
      findings.push(...(await findingsAt(page, url, path)))
    }
    return findings
  }
  return (await Promise.all([lane(), lane()])).flat()
}

/** Loads the page once and checks it in every width and theme, without a reload between them. */
async function findingsAt(page: Page, url: string, path: string): Promise<string[]> {
  await page.goto(`${url}${path}`)
  // The heading is part of the app, not of the first HTML.
  await page.locator('h1').first().waitFor({ state: 'attached' })
  const findings: string[] = []
  for (const [at, view] of views.entries()) {
    await show(page, view)
    const isOnlyTheme = views[at - 1]?.width === view.width
    findings.push(
      ...(await findingsNow(page, isOnlyTheme)).map(it => `${path} at ${view.width} px, ${view.colorScheme}: ${it}`),
    )
  }
  return findings
}

async function show(page: Page, { width, height, colorScheme }: View): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.emulateMedia({ colorScheme })
  const html = `html:is([data-theme=${colorScheme}], [data-mantine-color-scheme=${colorScheme}])`
  await page.locator(html).waitFor({ state: 'attached' })
  // Live streams never end, so this waits for the skeletons instead of the network.
  const isLoading = async () => (await page.locator('[aria-busy=true], [data-skeleton]').count()) > 0
  await until('the page to have loaded', async () => !(await isLoading()))
  await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
}

/** The rules that only a change of theme can break. */
const aboutColour = ['color-contrast', 'link-in-text-block']

async function findingsNow(page: Page, isOnlyTheme: boolean): Promise<string[]> {
  const findings = await findViolations(page, isOnlyTheme ? aboutColour : undefined)
  const overflow = Number(
    await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  )
  return overflow > 0 ? [...findings, `${overflow} px wider than the screen`] : findings
}
