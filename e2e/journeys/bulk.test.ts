import { expect, it } from 'vitest'
import { logInAsAgent, visit } from '../setup/browser.ts'
import { ownDemo } from '../setup/own-demo.ts'

// Of its own: all its tickets are resolved.
const demo = ownDemo()

it('selects rows by keys and by clicks, and resolves, tags and undoes them at once', async () => {
  const { page, context, faults } = await visit(demo.browser)
  await logInAsAgent(page, demo.product.url)
  const rows = page.locator('a[data-ticket]')
  await rows.first().waitFor()
  const bar = page.getByRole('toolbar', { name: 'Selected tickets' })
  const selected = bar.getByRole('status')

  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await selected.getByText('1 selected').waitFor()
  await page.keyboard.press('Shift+J')
  await selected.getByText('2 selected').waitFor()
  await rows.nth(4).click({ modifiers: ['Shift'] })
  await selected.getByText('5 selected').waitFor()
  await page.keyboard.press('Escape')
  await bar.waitFor({ state: 'detached' })

  await page.getByRole('checkbox').first().click()
  await page.keyboard.press('l')
  await page
    .getByRole('dialog')
    .getByRole('textbox')
    .or(page.getByRole('combobox', { name: 'Tag' }))
    .first()
    .fill('outage')
  await page.getByRole('option', { name: /outage/ }).click()
  await page.getByText('1 ticket tagged outage.').waitFor()

  await page.keyboard.press('Control+a')
  await selected.getByText(/^[1-9]\d selected/).waitFor()
  const total = Number.parseInt((await selected.textContent()) ?? '', 10)
  await page.keyboard.press('e')
  await page.getByText(new RegExp(`^${total} tickets resolved`)).waitFor()
  await rows.first().waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await page.getByText(`${total} tickets as before.`).waitFor()
  await rows.nth(4).waitFor()
  expect(faults).toEqual([])
  await context.close()
})
