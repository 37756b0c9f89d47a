import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, logInAsCustomer, visit } from '../setup/browser.ts'

const url = inject('demoUrl')
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('marks what was searched for in the subject, lists the default order first, and corrects an age', async () => {
  const { page, context, faults } = await visit(browser)
  await logInAsAgent(page, url)
  await page.goto(`${url}/agent/tickets?q=printer`)
  const marks = page.getByRole('link', { name: /printer/i }).locator('mark')
  await marks.first().waitFor()
  expect((await marks.first().textContent())?.toLowerCase()).toContain('printer')

  await page.getByRole('button', { name: /^Sort:/ }).click()
  await page.getByRole('menuitemradio').first().waitFor()
  expect(await page.getByRole('menuitemradio').first().textContent()).toBe('Newest match')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save as view' }).click()
  await page.getByRole('textbox', { name: 'View name' }).waitFor()
  await page.waitForTimeout(600)
  expect(await page.getByRole('tooltip', { name: 'Save as view' }).count()).toBe(0)

  await page.goto(`${url}/agent/tickets?q=${encodeURIComponent('updated:7d')}`)
  await page.getByText(/write updated:<7d for within 7d/).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

it('leads from /requests to the list of requests', async () => {
  const { page, context, faults } = await visit(browser)
  await logInAsCustomer(page, url, 'omar@customer.example')
  await page.goto(`${url}/requests`)
  await page.getByRole('heading', { name: 'My requests' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})
