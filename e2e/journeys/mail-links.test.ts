import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { waitForText } from '../setup/visible.ts'

describe('mails about the account', () => {
  const url = inject('demoUrl')
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('are sent again after a minute, at a press', async () => {
    const { page, faults } = await visit(browser)
    await page.clock.install()
    await page.goto(`${url}/forgot-password`)
    await page.getByRole('textbox', { name: 'Email' }).fill('nobody@fresh.example')
    let requests = 0
    page.on('request', request => {
      if (request.url().includes('requestPasswordReset')) requests += 1
    })
    await page.getByRole('button', { name: 'Send link' }).click()
    const waiting = page.getByRole('button', { name: /^Send it again in \d+ s$/ })
    await waiting.click({ force: true })
    expect(requests).toBe(1)
    await page.clock.fastForward(61_000)
    await page.getByRole('button', { name: 'Send it again', exact: true }).click()
    await waitForText(page, 'Sent again.')
    await waiting.waitFor()
    expect(requests).toBe(2)
    expect(faults).toEqual([])
  })

  it('have links whose token leaves the address bar, and survives a reload', async () => {
    const { page } = await visit(browser)
    const token = 'a'.repeat(43)
    await page.goto(`${url}/reset-password?token=${token}`)
    await page.waitForURL(`${url}/reset-password`)
    await page.reload()
    await page.getByLabel('Password', { exact: true }).fill('nine wooden ducks swim')
    const [call] = await Promise.all([
      page.waitForRequest(request => request.url().includes('resetPassword')),
      page.getByRole('button', { name: 'Set password' }).click(),
    ])
    expect(call.postData()).toContain(token)
    await waitForText(page, 'This link was already used or has expired')
  })

  it('are settings of admins: an agent who opens them reads that, without "Try again"', async () => {
    const { page } = await visit(browser)
    await logInAsAgent(page, url, 'ben@gotrs.example')
    await page.goto(`${url}/agent/settings/mailboxes`)
    await page.getByText('This page is for admins').waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  })
})
