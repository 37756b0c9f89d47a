import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit } from '../setup/browser.ts'
import { until } from '../setup/wait.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** The editor is loaded on first use; a fault during the load may depend on the time. */
it.each([300, 500, 1000])(
  'an agent on a phone can write after pressing Reply %d ms after a ticket opened',
  async wait => {
    const { page, context, faults } = await visit(browser, { width: 390, height: 844, colorScheme: 'light' })
    await logInAsAgent(page, inject('demoUrl'))
    await page.locator('main a[href*="/tickets/"]').first().click()
    const reply = page.getByRole('button', { name: 'Reply', exact: true })
    await reply.waitFor()
    await page.waitForTimeout(wait)
    await reply.click()
    const text = page.getByRole('textbox', { name: 'Message' })
    await text.waitFor()
    await until('the cursor in the text', () =>
      text.evaluate((it: { matches(q: string): boolean }) => it.matches(':focus')),
    )
    expect(faults).toEqual([])
    await context.close()
  },
)

it('keeps Send on the screen while a keyboard covers half of it', async () => {
  const { page, context, faults } = await visit(browser, { width: 390, height: 844, colorScheme: 'light' })
  await logInAsAgent(page, inject('demoUrl'))
  await page.locator('main a[href*="/tickets/"]').first().click()
  await page.getByRole('button', { name: 'Reply', exact: true }).click()
  await page.getByRole('button', { name: 'Bold' }).waitFor()
  // As browsers do for a keyboard, by `interactive-widget` in index.html.
  await page.setViewportSize({ width: 390, height: 420 })
  await page.keyboard.type('One.\nTwo.\nThree.\nFour.\nFive.\nSix.\nSeven.\nEight.')
  await until('Send above the keyboard', async () => {
    const send = await page.getByRole('button', { name: 'Send', exact: true }).boundingBox()
    return send !== null && send.y > 0 && send.y + send.height <= 420
  })
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  expect(faults).toEqual([])
  await context.close()
})
