import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, type Cookie, chromium, type Page } from 'playwright-core'

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

export async function launchBrowser(): Promise<Browser> {
  const executablePath = candidates.find(path => existsSync(path))
  if (!executablePath) throw new Error('No Chromium found: install the Debian package chromium')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type View = { width: number; height: number; colorScheme: 'light' | 'dark' }
export const wide: View = { width: 1440, height: 900, colorScheme: 'light' }

/**
 * The browser context of one person; `faults` collects errors of the page, and the journey expects it to be empty. Agents
 * stay on a ticket that they finish, unless the journey is about where they go.
 */
export async function visit(
  browser: Browser,
  view: View = wide,
  afterTicket: 'stay' | 'next' = 'stay',
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({
    viewport: { width: view.width, height: view.height },
    colorScheme: view.colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  })
  await context.addInitScript(`if (self === top) localStorage['gotrs-after-ticket'] ??= '${afterTicket}'`)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const faults: string[] = []
  page.on('pageerror', error => faults.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' && !/status of 4\d\d|net::ERR_/.test(message.text())) faults.push(message.text())
  })
  return { context, page, faults }
}

export const demoPassword = 'gotrs-demo-2026'

/** Of each person in this file: who logged in once does not type the password again. */
const sessions = new Map<string, Cookie[]>()

export async function logInAsAgent(page: Page, url: string, email = 'ana@gotrs.example'): Promise<void> {
  await logIn(page, { url, email, loginPage: '/agent/login', start: '/agent/' })
  await page.getByRole('navigation', { name: 'Views' }).waitFor()
}

export async function logInAsCustomer(page: Page, url: string, email: string): Promise<void> {
  await logIn(page, { url, email, loginPage: '/login', start: '/' })
  await page.getByRole('heading', { name: 'My requests' }).waitFor()
}

type Login = { url: string; email: string; loginPage: string; start: string }

async function logIn(page: Page, { url, email, loginPage, start }: Login): Promise<void> {
  const known = sessions.get(url + email)
  if (known) {
    await page.context().addCookies(known)
    await page.goto(url + start)
    return
  }
  await page.goto(url + loginPage)
  await page.getByRole('textbox', { name: 'Email' }).fill(email)
  await page.getByLabel('Password', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.waitForURL(now => now.pathname !== loginPage)
  sessions.set(url + email, await page.context().cookies())
}
