import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { until } from '../setup/wait.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('keeps every key press while the editor is loaded, which happens when somebody writes', async () => {
  const { page, context, faults } = await visit(browser)
  const { promise: awaited, resolve: letLoad } = Promise.withResolvers<void>()
  const requested: string[] = []
  await page.route(/\/assets\/rich-text-[^/]*\.js$/, async route => {
    requested.push(route.request().url())
    await awaited
    await route.continue()
  })
  await logInAsAgent(page, inject('demoUrl'))
  await page.getByRole('main').getByRole('link', { name: /./ }).first().click()
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
  await page.waitForLoadState('networkidle')
  expect(requested).toEqual([])

  await page.keyboard.press('n')
  const words = 'Two  spaces, <angle> & then\nanother line. '
  for (const key of words) await page.keyboard.press(key === '\n' ? 'Enter' : key)
  expect(requested.length).toBe(1)
  expect(await page.getByRole('button', { name: 'Bold' }).isVisible()).toBe(false)
  letLoad()
  // Typed while the editor takes over, wherever the cursor is at that moment.
  const rest = 'The quick brown fox jumps over the lazy dog, and back again.'
  await page.keyboard.type(rest, { delay: 25 })
  await page.getByRole('button', { name: 'Bold' }).waitFor()
  const lines = page.getByRole('textbox', { name: 'Message' }).locator('p')
  await until('all that was typed', async () => (await lines.count()) === 2)
  expect(await lines.allTextContents()).toEqual(['Two  spaces, <angle> & then', `another line. ${rest}`])

  // Leaves the ticket of the other journeys as it was.
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  expect(faults).toEqual([])
  await context.close()
})
