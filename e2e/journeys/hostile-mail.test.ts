import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launchBrowser, logInAsAgent, logInAsCustomer, type View, visit, wide } from '../setup/browser.ts'
import { sendMail } from '../setup/correspondent.ts'
import { waitForText } from '../setup/visible.ts'
import { until } from '../setup/wait.ts'

/** A script that would change the title, set a variable and open a dialog. */
const mark = 'top.document.title="taken";parent.taken=1;window.taken=1;alert(1)'
const name = `<img src=x onerror='${mark}'>`

function letterFor(spy: string): string {
  return `<style>@import "${spy}/import.css"; body { background: url(${spy}/body.png) } b { behavior: url(${spy}/x.htc) }</style>
    <script>${mark}</script><script src="${spy}/script.js"></script>
    <img src=x onerror='${mark}'><img src="${spy}/pixel.png"><svg onload='${mark}'><script>${mark}</script></svg>
    <iframe src="${spy}/frame" srcdoc="<script>${mark}</script>"></iframe><object data="${spy}/object"></object>
    <form action="${spy}/form"><input name="password" autofocus onfocus='${mark}'><button>Log in again</button></form>
    <div style="position:fixed;inset:0;z-index:9999;background:#fff">Your session is over</div>
    <link rel="stylesheet" href="${spy}/link.css"><meta http-equiv="refresh" content="0;url=${spy}/refresh"><base href="${spy}/">
    <a href="javascript:${mark}">Press here</a> <a href="data:text/html,<script>${mark}</script>">or here</a>
    <video poster="${spy}/poster.png" src="${spy}/video" autoplay></video><math><mtext><style><img src=x onerror='${mark}'></style></mtext></math>
    <table background="${spy}/table.png"><tr><td>The words of the letter</td></tr></table>`
}

describe('a hostile mail', () => {
  const url = inject('demoUrl')
  const requests: string[] = []
  const spy = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.end()
  })
  let browser: Browser

  beforeAll(async () => {
    await new Promise<void>(resolve => spy.listen(0, '127.0.0.1', resolve))
    browser = await launchBrowser()
    await sendMail(inject('demoSmtpPort'), {
      from: { name, address: 'omar@customer.example' },
      to: 'support@gotrs.example',
      subject: `Trap ${name}`,
      html: letterFor(`http://127.0.0.1:${(spy.address() as AddressInfo).port}`),
      attachments: [
        { filename: `a${name}.svg`, content: `<svg xmlns="http://www.w3.org/2000/svg" onload='${mark}'/>` },
      ],
    })
  })
  afterAll(async () => {
    spy.close()
    await browser.close()
  })

  it.each<[string, View, (page: Page) => Promise<void>]>([
    [
      'the agent',
      wide,
      async page => {
        await logInAsAgent(page, url)
        await page.goto(`${url}/agent/tickets?q=${encodeURIComponent('"words of the letter"')}`)
      },
    ],
    [
      'the customer',
      { width: 390, height: 844, colorScheme: 'light' },
      page => logInAsCustomer(page, url, 'omar@customer.example'),
    ],
  ])('is only text for %s: no script runs, nothing is fetched, nothing covers the page', async (_who, view, open) => {
    const { page, context, faults } = await visit(browser, view)
    const alarms: string[] = []
    page.on('dialog', dialog => {
      alarms.push(dialog.message())
      void dialog.dismiss()
    })
    page.on('request', request => {
      if (!request.url().startsWith(`${url}/`) && !/^(data|blob|about):/.test(request.url())) alarms.push(request.url())
    })
    page.on('popup', popup => alarms.push(popup.url()))
    await open(page)
    // The list shows the subject as it was written.
    await page.getByText(`Trap ${name}`).first().click()
    await waitForText(page, `Trap ${name}`)
    const mail = await until('the frame of the mail', () => frameWith(page, 'The words of the letter'))
    // Its links can be clicked, but have no effect.
    await mail.getByText('Press here').first().click()
    const inside = await mail.locator('body').innerHTML()
    expect(inside).not.toMatch(/<(script|form|input|button|iframe|object|link|base|svg|video|math)\b/i)
    expect(inside).not.toMatch(/\son\w+=|position:\s*fixed|javascript:/i)
    for (const frame of page.frames()) {
      expect(await frame.evaluate('Boolean(window.taken)').catch(() => false), frame.url()).toBe(false)
    }
    expect(await page.title()).not.toBe('taken')
    expect([alarms, requests]).toEqual([[], []])
    expect(faults.filter(fault => !/Content Security Policy|sandboxed/.test(fault))).toEqual([])
    await context.close()
  })
})

async function frameWith(page: Page, text: string): Promise<Frame | null> {
  for (const frame of page.frames().filter(it => it !== page.mainFrame())) {
    const isShown = await frame
      .getByText(text)
      .isVisible()
      .catch(() => false)
    if (isShown) return frame
  }
  return null
}
