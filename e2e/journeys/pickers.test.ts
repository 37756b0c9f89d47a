import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { logInAsAgent, visit } from '../setup/browser.ts'
import { type OwnDemo, ownDemo } from '../setup/own-demo.ts'
import { until } from '../setup/wait.ts'

type Verb = { name: string; sent: Record<string, unknown> }

describe('choosing by typing', () => {
  const demo = ownDemo()

  it('assigns, sets status, priority and queue, and tags the marked ticket, in the table and beside a ticket', async () => {
    const { page, context, faults, verbs } = await unassigned(demo)
    await page.keyboard.press('j')
    await page.keyboard.type('abe')
    await page.keyboard.press('Enter')
    await sent(verbs, 'assign', 1)
    await page.keyboard.type('ga')
    await page.getByRole('heading', { name: 'All open' }).waitFor()
    await page
      .getByRole('row', { name: /Ben Okafor/ })
      .first()
      .waitFor()
    const mark = page.locator('[data-marked]')
    await until('the mark', async () => (await mark.allTextContents()).join().includes('Ben Okafor'))
    expect(await mark.count()).toBe(1)

    await page.keyboard.press('Enter')
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.type('pur')
    await page.keyboard.press('Enter')
    await sent(verbs, 'setPriority', 1)
    expect(verbs.at(-1)?.sent.priority).toBe('urgent')
    // A tag that nobody has used is created only by the entry that says so.
    await page.keyboard.type('lcheckout-bug')
    await page.getByRole('option', { name: 'Create tag “checkout-bug”' }).waitFor()
    await page.keyboard.press('Enter')
    expect(verbs.some(verb => verb.name === 'tag')).toBe(false)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await sent(verbs, 'tag', 1)
    await page.getByRole('list', { name: 'Tags' }).getByText('checkout-bug').waitFor()
    await page.keyboard.type('lcheck')
    await page.keyboard.press('Enter')
    await sent(verbs, 'untag', 1)
    await page.keyboard.type('sres')
    await page.keyboard.press('Enter')
    await sent(verbs, 'resolve', 1)
    const result = page.getByRole('status', { name: 'Result' })
    await result.getByText(/^#\d+ resolved$/).waitFor()
    await page.keyboard.press('Escape')
    await until('the toast to end', async () => (await result.textContent()) === '')
    await page.keyboard.type('qbill')
    await page.keyboard.press('Enter')
    await sent(verbs, 'move', 1)
    await result.getByText(/^#\d+ moved to Billing/).waitFor()
    expect(verbs.map(verb => verb.name)).toEqual(['assign', 'setPriority', 'tag', 'untag', 'resolve', 'move'])

    // Without a connection nothing moves, and what was not done can be done again.
    const top = () => page.getByRole('heading', { level: 1 }).boundingBox()
    const before = await top()
    await context.setOffline(true)
    await page.getByRole('status', { name: 'Connection' }).getByText('No connection').waitFor()
    await page.keyboard.type('plow')
    await page.keyboard.press('Enter')
    await result.getByText(/^#\d+ not set to Low: No connection/).waitFor()
    await page.getByRole('button', { name: 'Priority: Urgent' }).waitFor()
    expect(await top()).toEqual(before)
    await context.setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await result.getByText(/^#\d+ set to Low$/).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  it('keeps place and focus from key to key, and Enter takes the first of a list that was loaded before', async () => {
    const { page, context, faults, verbs } = await unassigned(demo)
    const rows = page.locator('a[data-ticket]')
    const subjects = await rows.allTextContents()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('w')
    await page.getByRole('option', { name: 'Ben Okafor' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.keyboard.press('w')
    await page.locator('[data-combobox-selected]').waitFor()
    await page.keyboard.press('Enter')
    await sent(verbs, 'follow', 1)
    await page.keyboard.type('abe')
    await page.keyboard.press('Enter')
    await sent(verbs, 'assign', 1)
    await until('the row to leave', async () => !(await rows.allTextContents()).includes(subjects[1] ?? ''))
    await page.keyboard.press('j')
    expect(await page.locator('[data-marked] a[data-ticket]').textContent()).toBe(subjects[2])

    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: subjects[2] }).waitFor()
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    await page.keyboard.type('Waits for the next release.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('article', { name: /^Internal note by Ana/ }).waitFor()
    await until('the focus after a note', () => hasFocus(page))
    await page.keyboard.type('gd')
    await page.getByRole('heading', { name: 'Dashboard' }).waitFor()
    expect(await hasFocus(page)).toBe(true)
    expect(faults).toEqual([])
    await context.close()
  })

  it('takes what is typed ahead of the ticket and of the list of people', async () => {
    const { page, context, faults, verbs } = await unassigned(demo)
    await page.route(/\/trpc\/[^?]*(tickets\.get|users\.list)/, async route => {
      await pause(500)
      await route.continue()
    })
    await page.locator('a[data-ticket]').first().click({ noWaitAfter: true })
    await page.keyboard.type('abe')
    await page.keyboard.press('Enter')
    await sent(verbs, 'assign', 1)
    await page.getByText('assigned it to Ben Okafor').waitFor()
    expect(verbs).toHaveLength(1)
    expect(faults).toEqual([])
    await context.close()
  })

  it('names the keys where their verbs are, and in the sheet', async () => {
    const { page, context, faults } = await unassigned(demo)
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    for (const name of [
      'Assign',
      'Set the status',
      'Set the priority',
      'Move to a queue',
      'Tags',
      'Mine',
      'Unassigned',
    ]) {
      await sheet.getByText(name, { exact: true }).waitFor()
    }
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page.keyboard.type('gi')
    await page.getByRole('heading', { name: 'Mine' }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })
})

const sent = (verbs: Verb[], name: string, count: number) =>
  until(name, async () => verbs.filter(verb => verb.name === name).length === count)

async function unassigned({ browser, product }: OwnDemo) {
  const visitor = await visit(browser)
  await logInAsAgent(visitor.page, product.url)
  await visitor.page.goto(`${product.url}/agent/tickets?q=is%3Aopen+assignee%3Anone`)
  await visitor.page.locator('a[data-ticket]').first().waitFor()
  return { ...visitor, verbs: verbsOf(visitor.page) }
}

/** What is sent about tickets, in its order. */
function verbsOf(page: Page): Verb[] {
  const verbs: Verb[] = []
  page.on('request', request => {
    const name = /\/trpc\/[^?]*tickets\.(\w+)/.exec(request.url())?.[1]
    if (request.method() !== 'POST' || !name || name === 'markRead') return
    verbs.push({ name, sent: request.postDataJSON() })
  })
  return verbs
}

const hasFocus = (page: Page) => page.evaluate('document.activeElement !== document.body') as Promise<boolean>
