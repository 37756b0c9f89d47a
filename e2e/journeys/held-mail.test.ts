import type { SendMailOptions } from 'nodemailer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findViolations } from '../setup/axe.ts'
import { launchBrowser, logInAsAgent, logInAsCustomer, visit } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { openSmtpSink, type SmtpSink } from '../setup/smtp-sink.ts'
import { appears, everythingOn, waitForText } from '../setup/visible.ts'
import { until } from '../setup/wait.ts'

const omar = 'omar@customer.example'
const mira = { name: 'Mira Stone', address: 'mira@stranger.example' }
const ida = 'ida@side.example'
const title = 'The scanner eats paper'

describe('mail from a person who is not a participant', () => {
  let sink: SmtpSink
  let product: Product
  let browser: Browser
  /** An answer of the desk, which every participant has. */
  let known: { messageId: string; subject: string; to: string }

  beforeAll(async () => {
    sink = await openSmtpSink()
    product = await startDemoProduct({ smtpUrl: sink.url, env: { PRIVATE_HOSTS: '127.0.0.1' } })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.remove()
    await sink?.close()
  })

  const write = (mail: SendMailOptions) =>
    sendMail(product.smtpPort, { to: 'support@gotrs.example', from: `Omar Haddad <${omar}>`, ...mail })
  /** Answers as a person to whom a participant forwarded the mail. */
  const answer = (mail: SendMailOptions) =>
    write({ to: known.to, subject: `Re: ${known.subject}`, inReplyTo: known.messageId, from: mira, ...mail })
  const open = async (page: Page, q: string, name: string) => {
    await page.goto(`${product.url}/agent/tickets?q=${encodeURIComponent(q)}`)
    await page.getByRole('link', { name }).first().click()
    await page.getByRole('heading', { name }).waitFor()
  }
  const heldCard = (page: Page, by: string) => page.getByRole('article', { name: `Held mail from ${by}` })
  const decide = async (page: Page, by: string, verb: string) => {
    await heldCard(page, by).getByRole('button', { name: verb }).click()
    return page.getByRole('dialog')
  }

  it('is visible only to staff, and joins the conversation when it is accepted', async () => {
    const { page, context, faults } = await visit(browser)
    await write({ subject: title, text: 'It eats every page.', cc: ida })
    await logInAsAgent(page, product.url)
    await until('the ticket', async () => {
      await page.goto(`${product.url}/agent/tickets?q=${encodeURIComponent('eats')}`)
      return appears(page.getByRole('link', { name: title }))
    })
    await open(page, 'eats', title)
    await page.getByRole('textbox', { name: 'Message' }).fill('Which scanner is it?')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const { parsed: mail } = await sink.mailTo(omar, caught => caught.parsed.text.includes('Which scanner'))
    known = { messageId: mail.messageId ?? '', subject: mail.subject, to: mail.replyTo?.address ?? '' }

    await page.goto(`${product.url}/agent/tickets?q=scanner`)
    await answer({
      text: 'Held-1: it is the one in my office.',
      html: '<p>Held-1: it is the one in my <b>office</b>.</p>',
    })
    const row = page.getByRole('row').filter({ hasText: title })
    await row.getByText('1 held mail').waitFor()
    await row.getByText('Unread').waitFor({ state: 'attached' })
    const view = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /Held mail/ })
    await view.click()
    await page.getByRole('heading', { name: 'Held mail' }).waitFor()
    expect(await portalOf(omar)).not.toContain('Held-1')

    await page.getByRole('link', { name: title }).click()
    const card = heldCard(page, 'Mira Stone')
    await card.getByText(mira.address).waitFor()
    await card.getByText('its sender is not part of the ticket').waitFor()
    await card.getByText('Sender not confirmed').waitFor()
    expect(await page.frameLocator('iframe').getByText('Held-1').count()).toBe(0)
    await card.getByRole('button', { name: /Show mail/ }).click()
    await waitForText(page, 'Held-1')
    expect(await findViolations(page)).toEqual([])
    await card.getByRole('button', { name: 'Hide mail' }).click()

    const dialog = await decide(page, 'Mira Stone', 'Accept…')
    await dialog.getByText('Mira Stone gets all further replies').waitFor()
    expect(await findViolations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await until('the focus back on the button', () => hasFocus(page, 'Accept…'))
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Add Mira Stone' }).click()
    const message = page.getByRole('article', { name: 'Message by Mira Stone' })
    await message.waitFor()
    await until('the focus on the message', () => message.evaluate(isFocused))
    await page.getByText('Accepted. Mira Stone joined the conversation').waitFor()
    await page.getByText('accepted the held mail from Mira Stone').waitFor()
    expect(await portalOf(omar)).toContain('Held-1')

    await page.getByRole('textbox', { name: 'Message' }).fill('Both of you: please restart it.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const both = await Promise.all(
      [omar, mira.address].map(address => sink.mailTo(address, caught => caught.parsed.text.includes('Both of you'))),
    )
    expect(both).toHaveLength(2)

    // Her later mail joins the conversation directly.
    await answer({ text: 'Restarted. It eats on.' })
    await waitForText(page, 'Restarted. It eats on.')
    expect(await heldCard(page, 'Mira Stone').count()).toBe(0)
    expect(faults).toEqual([])
    await context.close()
  })

  it('is not held for people whom staff added in copy, until they are removed', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, product.url)
    await open(page, 'eats', title)
    const folded = page.getByRole('article', { name: 'Message by Omar Haddad, folded' }).getByRole('button')
    if (await appears(folded)) await folded.first().click()
    await page.getByRole('button', { name: 'More actions for the message by Omar Haddad' }).first().click()
    await page.getByRole('menuitem', { name: `Add ${ida}` }).click()
    const people = page.getByRole('complementary', { name: 'Details' }).getByRole('list', { name: 'In copy' })
    await people.getByText(ida).waitFor()
    await page.getByRole('region', { name: 'Write' }).getByText(ida).waitFor()
    await answer({ from: ida, text: 'Ida knows scanners.' })
    await waitForText(page, 'Ida knows scanners.')
    expect(await findViolations(page)).toEqual([])

    await people.getByRole('button', { name: /^Remove ida/i }).click()
    await people.getByText(ida).waitFor({ state: 'detached' })
    await page.getByRole('region', { name: 'Write' }).getByText(ida).waitFor({ state: 'detached' })
    const field = page.getByRole('combobox', { name: 'Add a person' })
    await until('the focus in the field', () => field.evaluate(isFocused))
    await field.fill('support@gotrs.example')
    await field.press('Enter')
    await page.getByText(/Only customers who read their mail can be in copy/).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  it('becomes a ticket of its own, which the customer of the first ticket cannot see', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, product.url)
    await open(page, 'eats', title)
    await answer({ from: 'Nick Vale <nick@vale.example>', text: 'Held-2: may I buy your scanner?' })
    const dialog = await decide(page, 'Nick Vale', 'Move to a new ticket…')
    await dialog.getByText('Nick Vale becomes the customer of the new ticket').waitFor()
    await dialog.getByRole('textbox', { name: 'Subject' }).fill('An offer for the scanner')
    await dialog.getByRole('button', { name: 'Create ticket' }).click()
    await heldCard(page, 'Nick Vale').waitFor({ state: 'detached' })
    await until('the focus in the conversation', () =>
      page.getByRole('region', { name: 'Conversation' }).evaluate(isFocused),
    )
    await page.getByRole('button', { name: /^#\d+$/ }).click()
    await page.getByRole('heading', { name: 'An offer for the scanner' }).waitFor()
    await waitForText(page, 'Held-2')
    expect(await portalOf(omar)).not.toContain('Held-2')
    expect(faults).toEqual([])
    await context.close()
  })

  it('leaves the ticket when it is rejected, and stays in the ledger with the reason', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, product.url, 'admin@gotrs.example')
    await open(page, 'eats', title)
    await answer({ from: 'Spam King <king@spam.example>', text: 'Held-3: cheap paper!' })
    const second = await visit(browser)
    await logInAsAgent(second.page, product.url)
    await open(second.page, 'eats', title)
    await decide(second.page, 'Spam King', 'Reject…')
    const dialog = await decide(page, 'Spam King', 'Reject…')
    await dialog.getByText('GOTRS does not notify its sender').waitFor()
    await dialog.getByRole('button', { name: 'Reject' }).click()
    await page.getByText('Rejected. The mail is still under Settings, Incoming mail').waitFor()
    await heldCard(page, 'Spam King').waitFor({ state: 'detached' })
    await page.getByText(/rejected a held mail/).waitFor()
    // Another agent with an open dialog sees the decision, and the focus stays on the page.
    await heldCard(second.page, 'Spam King').waitFor({ state: 'detached' })
    await until('the focus in the conversation', () =>
      second.page.getByRole('region', { name: 'Conversation' }).evaluate(isFocused),
    )

    await page.goto(`${product.url}/agent/settings/mail-in?outcome=rejected`)
    await page.getByRole('link', { name: /Spam King/ }).waitFor()
    await page.getByText(/Rejected: .*rejected it\. Before that: .*is not part of the ticket/).waitFor()
    expect([...faults, ...second.faults]).toEqual([])
    await context.close()
    await second.context.close()
  })

  it('cannot be accepted in a closed ticket, and the page shows the reason', async () => {
    const { page, context, faults } = await visit(browser, { width: 390, height: 844, colorScheme: 'dark' })
    await logInAsAgent(page, product.url)
    await open(page, 'eats', title)
    await answer({ from: 'Late Larry <larry@late.example>', text: 'Held-4: am I late?' })
    await heldCard(page, 'Late Larry').waitFor()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
    const accept = heldCard(page, 'Late Larry').getByRole('button', { name: 'Accept…', disabled: true })
    await accept.waitFor()
    expect(await accept.getAttribute('aria-description')).toContain('The ticket is closed')
    expect(await findViolations(page)).toEqual([])
    const dialog = await decide(page, 'Late Larry', 'Move to a new ticket…')
    await dialog.getByRole('button', { name: 'Create ticket' }).click()
    await heldCard(page, 'Late Larry').waitFor({ state: 'detached' })
    expect(faults).toEqual([])
    await context.close()
  })

  it('shows the verdict on each sender', async () => {
    const { page, context, faults } = await visit(browser)
    await logInAsAgent(page, product.url, 'admin@gotrs.example')
    await page.goto(`${product.url}/agent/settings/mailboxes`)
    await page
      .getByRole('main')
      .getByRole('link', { name: /support/i })
      .first()
      .click()
    await page.getByText('Advanced').click()
    await page.getByRole('textbox', { name: 'Trusted authentication server' }).fill('mx.gotrs.example')
    await page.getByRole('button', { name: 'Save mailbox' }).click()
    await page.getByRole('heading', { name: 'Mailboxes' }).waitFor()
    const confirmed = 'mx.gotrs.example; dmarc=pass header.from=sure.example'
    await write({
      from: 'Sue <sue@sure.example>',
      subject: 'Sure mail',
      headers: { 'Authentication-Results': confirmed },
    })
    await write({ from: 'Una <una@unsure.example>', subject: 'Unsure mail', text: 'Hello.' })
    await write({ from: 'Fay <fay@a.example>, Guy <guy@b.example>', subject: 'Forged mail', text: 'Hello.' })
    for (const [subject, label] of [
      ['Unsure mail', 'Sender not confirmed'],
      ['Sure mail', 'Sender confirmed'],
      ['Forged mail', 'Sender may be forged'],
    ] as const) {
      await until(`${subject} in the list`, async () => {
        await page.goto(`${product.url}/agent/tickets?q=${encodeURIComponent(`"${subject}"`)}`)
        return appears(page.getByRole('link', { name: subject }))
      })
      await page.getByRole('link', { name: subject, exact: true }).first().click()
      const mark = page.getByRole('article').getByText(label)
      await mark.first().waitFor()
      await mark.first().hover()
      await page.getByRole('tooltip').waitFor()
    }
    expect(faults).toEqual([])
    await context.close()
  })

  /** The content of the first ticket in the customer's portal. */
  async function portalOf(email: string): Promise<string> {
    const { page, context } = await visit(browser)
    await logInAsCustomer(page, product.url, email)
    const list = await everythingOn(page)
    await page.getByRole('link', { name: title }).click()
    await waitForText(page, 'It eats every page.')
    const all = list + (await everythingOn(page))
    await context.close()
    return all
  }
})

/** A string, because the types of the browser are not available here. */
const isFocused = (it: { matches(selector: string): boolean }): boolean => it.matches(':focus')

const hasFocus = (page: Page, name: string) => page.getByRole('button', { name }).first().evaluate(isFocused)
