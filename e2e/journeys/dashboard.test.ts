import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { until } from '../setup/wait.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('the dashboard shows how the work is, and each figure opens the list that it counts', async () => {
  const { page, context, faults } = await visit(browser)
  await logInAsAgent(page, inject('demoUrl'))
  await page.getByRole('table').waitFor()
  await page.keyboard.type('gd')
  await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()

  const open = page.getByRole('link', { name: /^Unassigned \d+$/ })
  const figure = Number(/\d+$/.exec((await open.first().textContent()) ?? '')?.[0])
  expect(figure).toBeGreaterThan(0)
  const waiting = page.getByRole('region', { name: 'Waiting longest' }).getByRole('link')
  await until('those who wait longest', async () => (await waiting.count()) === 5)

  // The busiest day: as many tickets as its bar says.
  const bars = page.getByRole('region', { name: /^New tickets/ }).getByRole('link')
  await until('30 days', async () => (await bars.count()) === 30)
  const counts = (await bars.evaluateAll(found => found.map(bar => bar.getAttribute('aria-label') ?? ''))).map(label =>
    Number(/: (\d+)$/.exec(label)?.[1]),
  )
  const most = Math.max(...counts)
  expect(most).toBeGreaterThan(0)
  await bars.nth(counts.indexOf(most)).click()
  await until('the tickets of the day', async () => (await page.locator('a[data-ticket]').count()) === most)
  expect(faults).toEqual([])
  await context.close()
})

it('prints a whole conversation and nothing else, with notes only where somebody chooses them', async () => {
  const { page, context, faults } = await visit(browser)
  await logInAsAgent(page, inject('demoUrl'))
  const first = page.locator('a[data-ticket]').first()
  const subject = (await first.textContent()) ?? ''
  await first.click()
  await page.getByRole('article').first().waitFor()
  await page.keyboard.press('n')
  await page.getByText('Internal note: only staff see it').waitFor()
  await page.keyboard.type('For us alone.')
  await page.getByRole('button', { name: 'Add note' }).click()
  await page.getByRole('article', { name: 'Internal note by Ana Ribeiro' }).last().waitFor()
  await page.getByRole('region', { name: 'Conversation' }).focus()
  await page.keyboard.press('Control+p')
  await page.getByRole('checkbox', { name: 'With internal notes' }).waitFor()
  await page.getByRole('heading', { name: subject, level: 1 }).waitFor()
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('navigation').count()).toBe(0)
  expect(await page.getByRole('button').count()).toBe(0)
  const articles = page.getByRole('article')
  const withoutNotes = await articles.count()
  expect(await notes(page)).toBe(0)
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('checkbox', { name: 'With internal notes' }).check()
  expect(await notes(page)).toBeGreaterThan(0)
  expect(await articles.count()).toBe(withoutNotes + (await notes(page)))
  await page.getByRole('link', { name: 'Back to the ticket' }).click()
  await page.getByRole('region', { name: 'Conversation' }).waitFor()
  expect(faults).toEqual([])
  await context.close()
})

const notes = (page: Page) => page.getByRole('article').filter({ hasText: '(internal note)' }).count()
