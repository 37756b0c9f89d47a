import { describe, expect, it } from 'vitest'
import { foldQuotes } from './fold-quotes.ts'
import type { MailFacts } from './mail-facts.ts'

const answer: MailFacts = { purpose: 'answer', senderWords: [] }

/** As Outlook writes them: From, Sent, To, Subject. */
const headers: [language: string, names: string][] = [
  ['English', 'From|Sent|To|Subject'],
  ['German', 'Von|Gesendet|An|Betreff'],
  ['French', 'De|Envoyé|À|Objet'],
  ['Spanish', 'De|Enviado el|Para|Asunto'],
  ['Catalan', 'De|Enviat el|Per a|Assumpte'],
  ['Basque', 'Nork|Bidalia|Nori|Gaia'],
  ['Italian', 'Da|Inviato|A|Oggetto'],
  ['Dutch', 'Van|Verzonden|Aan|Onderwerp'],
  ['Polish', 'Od|Wysłano|Do|Temat'],
  ['Czech', 'Od|Odesláno|Komu|Předmět'],
  ['Slovak', 'Od|Odoslané|Komu|Predmet'],
  ['Slovenian', 'Od|Poslano|Za|Zadeva'],
  ['Croatian', 'Šalje|Poslano|Prima|Predmet'],
  ['Serbian', 'Od|Poslato|Za|Naslov'],
  ['Serbian in Cyrillic', 'Од|Послато|За|Наслов'],
  ['Macedonian', 'Од|Испратено|До|Предмет'],
  ['Bulgarian', 'От|Изпратено|До|Относно'],
  ['Russian', 'От|Отправлено|Кому|Тема'],
  ['Ukrainian', 'Від|Надіслано|Кому|Тема'],
  ['Belarusian', 'Ад|Адпраўлена|Каму|Тэма'],
  ['Romanian', 'De la|Trimis|Către|Subiect'],
  ['Hungarian', 'Feladó|Elküldve|Címzett|Tárgy'],
  ['Greek', 'Από|Αποστολή|Προς|Θέμα'],
  ['Turkish', 'Kimden|Gönderildi|Kime|Konu'],
  ['Azerbaijani', 'Kimdən|Göndərilib|Kimə|Mövzu'],
  ['Kazakh', 'Кімнен|Жіберілді|Кімге|Тақырып'],
  ['Swedish', 'Från|Skickat|Till|Ämne'],
  ['Danish', 'Fra|Sendt|Til|Emne'],
  ['Finnish', 'Lähettäjä|Lähetetty|Vastaanottaja|Aihe'],
  ['Icelandic', 'Frá|Dagsetning|Til|Efni'],
  ['Estonian', 'Saatja|Saatmisaeg|Adressaat|Teema'],
  ['Latvian', 'No|Nosūtīts|Kam|Tēma'],
  ['Lithuanian', 'Nuo|Išsiųsta|Kam|Tema'],
  ['Albanian', 'Nga|Dërguar|Për|Subjekti'],
  ['Hebrew', 'מאת|נשלח|אל|נושא'],
  ['Arabic', 'من|تم الإرسال|إلى|الموضوع'],
  ['Persian', 'از|ارسال شده|به|موضوع'],
  ['Hindi', 'प्रेषक|भेजा गया|को|विषय'],
  ['Vietnamese', 'Từ|Đã gửi|Tới|Chủ đề'],
  ['Thai', 'จาก|ส่ง|ถึง|เรื่อง'],
  ['Indonesian', 'Dari|Terkirim|Kepada|Subjek'],
  ['Malay', 'Daripada|Dihantar|Kepada|Subjek'],
  ['Japanese', '差出人|送信日時|宛先|件名'],
  ['Korean', '보낸 사람|보낸 날짜|받는 사람|제목'],
  ['Chinese', '发件人|发送时间|收件人|主题'],
  ['Chinese of Taiwan', '寄件者|寄件日期|收件者|主旨'],
]

const values = ['Support <s@desk.example>', '4. 3. 2025 09:12', 'Jo <jo@mail.example>', 'Printer']
const block = (names: string) => names.split('|').map((name, at) => `${name}: ${values[at]}`)

describe.each(headers)('the header lines of Outlook in %s', (_, names) => {
  const text = `OK.\n\n${block(names).join('\n')}\n\nPlease try again.`

  it('start the folded part of an answer', () => {
    expect(foldQuotes({ text, html: null }, answer).visibleText).toBe('OK.')
  })

  it('stay visible in a mail that starts a ticket', () => {
    const opening: MailFacts = { purpose: 'opening', senderWords: [] }
    expect(foldQuotes({ text, html: null }, opening)).toMatchObject({ visibleText: text, foldedText: '' })
  })
})

it.each([
  ['a journey', 'OK.\n\nFrom: Berlin\nTo: Hamburg\nDate: 4 March 2025\nSubject: visit'],
  ['a memo', 'OK.\n\nFrom: the board\nTo: all\nSubject: holidays'],
])('no quotation begins with %s', (_, text) => {
  expect(foldQuotes({ text, html: null }, answer).visibleText).toBe(text)
})
