import { describe, expect, it } from 'vitest'
import { classifyAutomatic } from './classify.ts'
import type { AutomaticKind, MailHeader } from './parsed-mail.ts'

const jane = { name: 'Jane', address: 'jane@customer.example' }

describe('classifyAutomatic', () => {
  it.each<[AutomaticKind, MailHeader[]]>([
    ['no', []],
    ['no', [['Auto-Submitted', 'no']]],
    ['no', [['Auto-Submitted', 'No (a person wrote this)']]],
    ['no', [['Precedence', 'first-class']]],
    ['no', [['Subject', 'Out of office hours?']]],
    [
      'no',
      [
        ['Subject', 'Re: Automatic reply: away'],
        ['In-Reply-To', '<a@x>'],
      ],
    ],
    ['no', [['Return-Path', '<jane@customer.example>']]],
    ['auto_replied', [['Auto-Submitted', 'auto-replied']]],
    ['auto_generated', [['auto-submitted', 'Auto-Generated; owner-email="x"']]],
    ['auto_generated', [['Auto-Submitted', 'auto-notified']]],
    ['auto_replied', [['X-Autoreply', 'yes']]],
    ['auto_replied', [['X-Autorespond', 'away']]],
    ['auto_replied', [['Precedence', 'auto_reply']]],
    ['auto_generated', [['X-Auto-Response-Suppress', 'DR, RN, OOF, AutoReply']]],
    ['auto_generated', [['Return-Path', '<>']]],
    ['bulk', [['Precedence', 'bulk']]],
    ['bulk', [['Precedence', 'Junk']]],
    ['bulk', [['List-Unsubscribe', '<mailto:u@x>']]],
    ['list', [['List-Id', '<dev.lists.example>']]],
    ['list', [['Precedence', 'list']]],
    ['no', [['X-Loop', 'support@gotrs.example']]],
    ['no', [['X-GOTRS-Loop', 'yes']]],
    ['bounce', [['Content-Type', 'multipart/report; report-type="delivery-status"; boundary=x']]],
    ['auto_replied', [['Content-Type', 'multipart/report; report-type=disposition-notification']]],
    ['auto_generated', [['Content-Type', 'multipart/report; report-type=feedback-report']]],
    ['out_of_office', [['Auto-Submitted', 'auto-replied (vacation)']]],
    [
      'out_of_office',
      [
        ['Auto-Submitted', 'auto-replied'],
        ['Subject', 'Automatische Antwort: Drucker'],
      ],
    ],
    [
      'out_of_office',
      [
        ['X-Auto-Response-Suppress', 'All'],
        ['Subject', 'Automatic reply: Printer'],
      ],
    ],
    [
      'out_of_office',
      [
        ['Precedence', 'bulk'],
        ['Subject', 'Out of Office: Printer'],
      ],
    ],
    [
      'out_of_office',
      [
        ['Return-Path', '<>'],
        ['Subject', 'Réponse automatique : Imprimante'],
      ],
    ],
  ])('says %s for %j', (kind, headers) => {
    expect(classifyAutomatic(headers, jane)).toBe(kind)
  })

  it.each([
    ['no', 'MAILER-DAEMON@mx.example'],
    ['no', 'postmaster@mx.example'],
    ['no', 'root@mx.example'],
    ['auto_generated', 'no-reply@shop.example'],
    ['auto_generated', 'donotreply+12@shop.example'],
    ['no', 'noreen@shop.example'],
  ])('says %s for a sender like %s', (kind, address) => {
    expect(classifyAutomatic([], { name: '', address })).toBe(kind)
  })

  it.each([
    { name: '', address: 'postmaster@mx.example' },
    { name: '', address: 'MAILER-DAEMON@mx.example' },
    { name: 'Mail Delivery System', address: '' },
  ])('recognises a mail system by its empty envelope sender: %j', from => {
    expect(classifyAutomatic([['Return-Path', '<>']], from)).toBe('bounce')
    expect(classifyAutomatic([['Return-Path', '<postmaster@mx.example>']], from)).toBe('no')
  })

  it.each<[string, MailHeader[]]>([
    [
      'Debian’s vacation',
      [
        ['X-Mailer', 'vacation 3.3.1'],
        ['Subject', 'away from my mail'],
      ],
    ],
    [
      'an older vacation',
      [
        ['Precedence', 'bulk'],
        ['Subject', 'away from my mail'],
      ],
    ],
    [
      'another one',
      [
        ['Delivered-By-The-Graces-Of', 'the Vacation program'],
        ['Subject', 'Holiday'],
      ],
    ],
  ])('recognises the absence note of %s', (_program, headers) => {
    expect(classifyAutomatic(headers, jane)).toBe('out_of_office')
  })
})
