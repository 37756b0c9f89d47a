import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { logInAsAgent, visit } from '../setup/browser.ts'
import { ownDemo } from '../setup/own-demo.ts'
import { until } from '../setup/wait.ts'

describe('the palette', () => {
  const demo = ownDemo()

  it('closes with one Escape, returns the focus, and forgets what was typed', async () => {
    const { page, context, faults } = await list()
    await page.keyboard.press('j')
    await page.keyboard.press('Control+k')
    await palette(page).waitFor()
    await page.keyboard.press('Escape')
    await palette(page).waitFor({ state: 'detached' })
    await until('the focus on the row', async () => (await page.locator('a[data-ticket]:focus').count()) === 1)
    await page.keyboard.press('Control+k')
    await palette(page).fill('vpn')
    await page.keyboard.press('Escape')
    await palette(page).waitFor({ state: 'detached' })
    await page.keyboard.press('Control+k')
    expect(await palette(page).inputValue()).toBe('')
    expect(faults).toEqual([])
    await context.close()
  })

  it('finds tickets by their subject, and keeps the list beside the one it opens', async () => {
    const { page, context, faults } = await list()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('printer')
    const tickets = page.getByRole('group', { name: 'Tickets' }).getByRole('option')
    await tickets.first().waitFor()
    expect(await tickets.count()).toBeLessThan(6)
    const wanted = await tickets.first().textContent()
    while ((await active(page).textContent()) !== wanted) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('main', { name: /^Ticket #/ }).waitFor()
    expect(new URL(page.url()).searchParams.get('q')).toBe('is:open')

    await page.keyboard.press('Control+k')
    await page.keyboard.type('999999')
    await page.getByText('There is no ticket with this number that you may read').waitFor()
    await page.keyboard.press('Enter')
    await until('the search', async () => new URL(page.url()).searchParams.get('q') === '999999')
    expect(faults).toEqual([])
    await context.close()
  })

  it('leads to people, views and settings, each by a beginning of its name', async () => {
    const { page, context, faults } = await list()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('lena')
    await page
      .getByRole('group', { name: 'People' })
      .getByRole('option', { name: /^Lena Vogt/ })
      .click()
    await until('her tickets', async () => new URL(page.url()).searchParams.get('q') === 'from:lena@other.example')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('unass')
    await option(page, 'Unassigned')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Unassigned' }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('api tok')
    await option(page, 'API tokens')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'API tokens' }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  it('does the verbs of the ticket on the screen, with their keys beside them', async () => {
    const { page, context, faults } = await list()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('prior')
    await option(page, 'Set the priority')
    await page.keyboard.press('Enter')
    await until(
      'the focus in the picker',
      async () => (await page.locator('input[aria-label="Priority"]:focus').count()) === 1,
    )
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('close')
    await page.getByRole('group', { name: /^On #/ }).getByRole('option', { name: 'Close' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Reopen' }).waitFor()
    await until('a place for the focus', async () => (await page.locator('body *:focus').count()) === 1)
    expect(faults).toEqual([])
    await context.close()
  })

  it('never lets a late answer change what Enter chooses', async () => {
    const { page, context, faults } = await list()
    await page.route(/\/trpc\/[^?]*tickets\.list/, async route => {
      await pause(800)
      await route.continue().catch(() => undefined)
    })
    await page.keyboard.press('Control+k')
    await page.keyboard.type('printer')
    await page.getByRole('option', { name: 'Search for “printer”' }).waitFor()
    const first = await active(page).textContent()
    expect(first).toBe('Search for “printer”')
    await page.getByRole('group', { name: 'Tickets' }).waitFor()
    expect(await active(page).textContent()).toBe(first)
    // Words that are only in a message are shown where they are.
    await page.keyboard.press('Control+a')
    await page.keyboard.type('keycloak')
    await page
      .getByRole('option', { name: 'OIDC single sign-on' })
      .locator('mark', { hasText: /keycloak/i })
      .waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  async function list() {
    const visitor = await visit(demo.browser)
    await logInAsAgent(visitor.page, demo.product.url)
    await visitor.page.locator('a[data-ticket]').nth(5).waitFor()
    return visitor
  }
})

const palette = (page: Page) => page.getByRole('combobox', { name: 'Where to?' })
const option = (page: Page, label: string) =>
  until(label, async () => (await active(page).textContent())?.startsWith(label) ?? false)
const active = (page: Page) => page.getByRole('dialog').getByRole('option', { selected: true })
