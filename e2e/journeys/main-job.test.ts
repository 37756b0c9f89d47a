import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, logInAsAgent, visit, wide } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { startDemoProduct } from '../setup/demo-product.ts'
import type { Product } from '../setup/product.ts'
import { openSmtpSink, type SmtpSink } from '../setup/smtp-sink.ts'
import { everythingOn, waitForText } from '../setup/visible.ts'

const nora = 'nora@customers.example'

describe('the main job', () => {
  let sink: SmtpSink
  let product: Product
  let browser: Browser

  beforeAll(async () => {
    sink = await openSmtpSink()
    product = await startDemoProduct({ smtpUrl: sink.url })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.remove()
    await sink?.close()
  })

  it('turns a mail into a ticket, the answer into a mail, and the next mail into the same ticket', async () => {
    const { page, faults } = await visit(browser, wide)
    await logInAsAgent(page, product.url)
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('link', { name: /Unassigned/ })
      .click()
    const sent = await sendMail(product.smtpPort, {
      from: `Nora Lind <${nora}>`,
      to: 'support@gotrs.example',
      subject: 'The printer on floor 3 smokes',
      text: 'It prints only smoke. Please help.\n\nNora',
      html: '<p>It prints <b>only smoke</b>. Please help.</p><p>Nora</p>',
    })

    // The open list shows it without a reload.
    const row = page.getByRole('link', { name: /The printer on floor 3 smokes/ }).first()
    await row.waitFor()
    await row.click()
    await page.getByRole('heading', { name: /The printer on floor 3 smokes/ }).waitFor()
    await waitForText(page, 'only smoke')

    const acknowledgement = await sink.mailTo(nora, caught => caught.from === '')
    expect(acknowledgement.parsed.autoSubmitted).not.toBe('no')

    // The agent leaves a note and answers.
    await page
      .getByRole('tab', { name: 'Note' })
      .or(page.getByRole('button', { name: 'Note', exact: true }))
      .first()
      .click()
    await page.getByRole('textbox', { name: 'Message' }).fill('Canary 7391: she is the CEO, be quick.')
    // On a slow connection the note appears before the response arrives; text that is typed meanwhile must not be lost.
    const { promise: answered, resolve: letAnswer } = Promise.withResolvers<void>()
    await page.route(/\/trpc\/[^?]*messages\.addNote/, async route => {
      const response = await route.fetch()
      await answered
      await route.fulfill({ response })
    })
    await page.getByRole('button', { name: 'Add note' }).click()
    await waitForText(page, 'Canary 7391')
    await page.locator('[inert] [aria-label="Message"]').waitFor({ state: 'attached' })
    letAnswer()
    await page
      .getByRole('tab', { name: 'Reply' })
      .or(page.getByRole('button', { name: 'Reply', exact: true }))
      .first()
      .click()
    await page.getByRole('textbox', { name: 'Message' }).fill('Please switch it off. We come at once.')
    await page.getByRole('button', { name: 'Send', exact: true }).click()

    const answer = await sink.mailTo(nora, caught => caught.parsed.text.includes('switch it off'))
    expect(answer.parsed.inReplyTo).toBe(sent.messageId)
    expect(answer.parsed.references).toContain(sent.messageId)
    expect(answer.parsed.replyTo?.address).toMatch(/^support\+[a-z0-9-]+@gotrs\.example$/)
    expect(answer.parsed.from?.address).toBe('support@gotrs.example')
    expect(answer.raw).not.toContain('Canary 7391')

    // The agent snoozes the ticket with the keyboard; the correspondent's answer wakes it.
    await page.getByRole('heading', { name: /The printer on floor 3 smokes/ }).click()
    await page.keyboard.press('z')
    await page.getByRole('menuitem', { name: /Tomorrow/ }).focus()
    await page.keyboard.press('Enter')
    await waitForText(page, 'Snoozed until')
    await page.getByRole('button', { name: 'Wake' }).waitFor()

    // The correspondent answers that mail; the answer appears in the same ticket without a reload.
    await sendMail(product.smtpPort, {
      from: `Nora Lind <${nora}>`,
      to: answer.parsed.replyTo?.address ?? '',
      subject: `Re: ${answer.parsed.subject}`,
      inReplyTo: answer.parsed.messageId ?? '',
      references: [...answer.parsed.references, answer.parsed.messageId ?? ''],
      text: `It is off now, and quiet.\n\nOn Monday Ana wrote:\n> Please switch it off. We come at once.\n`,
    })
    await waitForText(page, 'It is off now, and quiet.')
    await waitForText(page, 'The snooze ended: the customer wrote')
    await page.getByRole('button', { name: 'Wake' }).waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: /The printer on floor 3 smokes/ }).waitFor()

    await readInPortal(browser, product, sink)
    expect(faults).toEqual([])
  })
})

/** The correspondent sets a first password by mail, and sees the whole conversation in the portal, but no note. */
async function readInPortal(browser: Browser, product: Product, sink: SmtpSink): Promise<void> {
  const { page, faults } = await visit(browser, { width: 390, height: 844, colorScheme: 'light' })
  await page.goto(`${product.url}/forgot-password`)
  await page.getByRole('textbox', { name: 'Email' }).fill(nora)
  await page
    .getByRole('button')
    .filter({ hasText: /send|mail|link/i })
    .first()
    .click()
  const reset = await sink.mailTo(nora, caught => caught.parsed.text.includes('/reset-password?token='))
  const link = /http\S+\/reset-password\?token=[\w-]+/.exec(reset.parsed.text)?.[0] ?? ''
  await page.goto(link)
  await page
    .getByLabel(/password/i)
    .first()
    .fill('seven quiet printers hum')
  await page
    .getByRole('button')
    .filter({ hasText: /password|set|save/i })
    .last()
    .click()
  await page
    .getByRole('link', { name: /The printer on floor 3 smokes/ })
    .first()
    .click()
  await waitForText(page, 'It is off now, and quiet.')
  await waitForText(page, 'Please switch it off')
  expect(await everythingOn(page)).not.toContain('Canary 7391')
  expect(faults).toEqual([])
}
