import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { logInAsAgent, visit } from '../setup/browser.ts'
import { ownDemo } from '../setup/own-demo.ts'
import { until } from '../setup/wait.ts'

describe('saved views', () => {
  const demo = ownDemo()

  it('saves the search as a view from the field, changes it, and deletes it with a way back', async () => {
    const { page, context, faults } = await open('tag:vpn')
    await page.getByRole('button', { name: 'Save as view' }).click()
    await page.getByRole('textbox', { name: 'View name' }).fill('VPN')
    expect(await page.getByRole('checkbox', { name: 'Share with all staff' }).count()).toBe(0)
    await page.keyboard.press('Enter')
    await link(page, 'VPN').waitFor()
    await page.getByRole('heading', { name: 'VPN' }).waitFor()
    // The same name gives the view another list.
    await page.goto(`${demo.product.url}/agent/tickets?q=${encodeURIComponent('tag:vpn is:open')}`)
    await page.getByRole('button', { name: 'Save as view' }).click()
    await page.getByRole('textbox', { name: 'View name' }).fill('vpn')
    await page.getByRole('button', { name: 'Replace view' }).click()
    await page.getByRole('heading', { name: 'vpn' }).waitFor()
    expect(await link(page, 'vpn').count()).toBe(1)

    await page.getByRole('button', { name: 'View vpn' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await link(page, 'vpn').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await link(page, 'vpn').waitFor()
    await until('a place for the focus', async () => (await page.locator('body *:focus').count()) === 1)
    expect(faults).toEqual([])
    await context.close()
  })

  it('shows shared views apart with their owner; an agent copies one, and only an admin changes it', async () => {
    const { page, context, faults } = await open('is:open waiting:1d')
    expect(await link(page, 'Waiting over a day').getAttribute('title')).toBe(
      'Waiting over a day, Shared by Mara Lindqvist',
    )
    await page.getByRole('heading', { name: 'Shared views' }).waitFor()
    await page.getByRole('button', { name: 'View Waiting over a day' }).click()
    await page.getByText('Shared by Mara Lindqvist').waitFor()
    expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Copy to my views'])
    await page.getByRole('menuitem', { name: 'Copy to my views' }).click()
    await until('both views', async () => (await link(page, 'Waiting over a day').count()) === 2)
    await page.getByRole('button', { name: 'View Waiting over a day' }).click()
    await page.getByText('Your view').waitFor()
    expect(faults).toEqual([])
    await context.close()

    const admin = await open('is:open waiting:1d', 'admin@gotrs.example')
    await admin.page.getByRole('button', { name: 'View Waiting over a day' }).click()
    await admin.page.getByRole('menuitem', { name: 'Change…' }).click()
    await admin.page.getByRole('textbox', { name: 'View name' }).fill('Waits too long')
    await admin.page.keyboard.press('Enter')
    await link(admin.page, 'Waits too long').waitFor()
    expect(admin.faults).toEqual([])
    await admin.context.close()
  })

  async function open(q: string, email?: string) {
    const visitor = await visit(demo.browser)
    await logInAsAgent(visitor.page, demo.product.url, email)
    await visitor.page.goto(`${demo.product.url}/agent/tickets?q=${encodeURIComponent(q)}`)
    await visitor.page.getByRole('combobox', { name: 'Search tickets' }).waitFor()
    return visitor
  }
})

const link = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^(..)?${name}( |\\d|$)`) })
