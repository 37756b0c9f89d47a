import { expect, it } from 'vitest'
import { logInAsAgent, visit } from '../setup/browser.ts'
import { ownDemo } from '../setup/own-demo.ts'

// Of its own: tickets are resolved.
const demo = ownDemo()

it('takes an act back from its toast, by the key, and from its line in the timeline', async () => {
  const { page, context, faults } = await visit(demo.browser)
  await logInAsAgent(page, demo.product.url)
  await page.locator('a[data-ticket]').nth(1).click()
  const ticket = page.getByRole('main')
  const head = ticket.locator('header').first()
  const button = (name: string) => ticket.getByRole('button', { name, exact: true })
  await button('Resolve').waitFor()
  const before = await head.textContent()

  await page.keyboard.press('e')
  await button('Reopen').waitFor()
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await page.getByText(/ no longer resolved$/).waitFor()
  await button('Resolve').waitFor()
  expect(await head.textContent()).toBe(before)

  await button('Close').click()
  await button('Reopen').waitFor()
  await page.keyboard.press('Control+z')
  await button('Resolve').waitFor()
  await page.keyboard.press('Control+z')
  await page.getByText('Nothing to undo in this window').waitFor()

  await page.keyboard.press('p')
  await page.keyboard.type('urgent')
  await page.keyboard.press('Enter')
  await head.getByText('Urgent').waitFor()
  await ticket.getByRole('button', { name: /^Undo: .* set the priority/ }).click()
  await head.getByText('Urgent').waitFor({ state: 'detached' })
  expect(faults).toEqual([])
  await context.close()
})
