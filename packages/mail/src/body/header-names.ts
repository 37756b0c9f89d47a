import { phrases } from './phrases.ts'

export type HeaderKind = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other'

/** The names of the header lines that Outlook and similar programs put above quotations. */
export const HEADER_NAMES: Record<HeaderKind, readonly string[]> = {
  from: phrases(`
    from|von|de|da|van|od|от|від|från|fra|lähettäjä|keneltä|feladó|kimden|gönderen|από|saatja|no|nuo|з|dari|từ|差出人
    送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|من|מאת|จาก|expéditeur|remetente|mittente|remitente|absender|afzender|avsändare
    nadawca|отправитель|expeditor|de la|odesílatel|odosielateľ|pošiljatelj|salatja|प्रेषक|reply-to|frá|отправлено от
    šalje|od koga|pošiljateľ|siuntėjas|sūtītājs|відправник|αποστολέας|השולח|المرسل|người gửi|ผู้ส่ง|pengirim
    daripada|од|шаље|bidaltzailea|nork|از|فرستنده|द्वारा|кімнен|жіберуші|kimdən|göndərən|გამგზავნი|ում կողմից
    nga|ад|oddi wrth|ó|изпращач|испраќач|siuntėjas|gestuur deur|sendandi
  `),
  date: phrases(`
    sent|date|gesendet|datum|gesendet am|envoyé|envoyé le|envoye|enviado|enviado el|fecha|data|enviada em|enviado em
    enviada|data de envio|inviato|data invio|verzonden|verstuurd|wysłano|wysłane|odesláno|odeslané|odoslané
    отправлено|дата|отправлен|надіслано|изпратено|trimis|elküldve|dátum|gönderildi|gönderme tarihi|gönderilme tarihi
    tarih|skickat|skickad|sendt|dato|lähetetty|päiväys|päivämäärä|pvm|ημερομηνία|στάλθηκε|saadetud|kuupäev|poslano
    posláno|poslané|išsiųsta|datums|đã gửi|ngày|dikirim|tanggal|送信日時|日時|日付|发送时间|日期|时间|寄件日期|傳送時間|보낸 날짜|날짜|보낸시간|تاريخ
    التاريخ|تم الإرسال|أرسلت|נשלח|תאריך|วันที่|ส่ง|दिनांक|dags|fecha de envío|enviat|date d’envoi
    saatmisaeg|saatmise aeg|siųsta|nosūtīts|sūtīts|відправлено|відправлений|αποστολή|εστάλη|בתאריך|נשלח ב
    المرسلة|مرسل|đã gửi lúc|gửi lúc|ngày gửi|gửi|ส่งเมื่อ|วันที่ส่ง|terkirim|tanggal kirim|dihantar|tarikh
    enviat el|poslato|послато|датум|bidaltze-data|bidalia|noiz|ارسال شده|تاریخ|ارسال|भेजा गया|жіберілді|күні
    göndərilib|tarix|გაგზავნილია|თარიღი|ուղարկված|ամսաթիվ|dërguar|data e dërgimit|адпраўлена|anfonwyd|dagsetning
    испратено|gestuur|datum en tijd|vreme|време
  `),
  to: phrases(`
    to|an|à|a|para|per|aan|do|komu|кому|до|către|catre|la|címzett|kime|alıcı|till|til|vastaanottaja|προς|saaja
    kellele|za|prima|kam|đến|tới|kepada|ke|宛先|收件人|收件者|받는 사람|받는사람|إلى|אל|ถึง|destinataire|destinatario|destinatário
    empfänger|ontvanger|mottagare|получатель|pour|per a|k|dla|adresat|на|प्रति
    adressaat|gavėjas|saņēmējs|одержувач|παραλήπτης|לכבוד|المستلم|người nhận|ผู้รับ|untuk|kome|коме|за|прима
    nori|hartzailea|به|گیرنده|को|кімге|kimə|მიმღები|ում|për|drejtuar|каму|at|viðtakandi|primatelj|primalac
    prejemnik|príjemca|příjemce|получател|прима
  `),
  cc: phrases(`
    cc|kopie|copie|copia|cópia|kopia|копия|копія|másolatot kap|másolat|bilgi|kopi|kopio|dw|kopiya|koopia|κοιν
    κοινοποίηση|kp|抄送|副本|참조|نسخة|עותק|bcc|cci|cco|ccn|udw|kópia|skrytá kopie
    kopija|kopija|hđ|đồng gửi|สำเนา|tembusan|salinan|a/c|копија|رونوشت|प्रतिलिपि|көшірме|surət|ასლი|պատճեն|afrit
  `),
  subject: phrases(`
    subject|betreff|betr|objet|sujet|asunto|assunto|oggetto|onderwerp|betreft|temat|předmět|predmet|тема|относно
    subiect|tárgy|konu|ämne|emne|aihe|θέμα|teema|zadeva|tema|temats|chủ đề|tiêu đề|perihal|subjek|件名|主题|主旨|主題|제목
    الموضوع|נושא|เรื่อง|विषय|assumpte|efni|відносно|rubrik
    naslov|наслов|предмет|tēma|หัวเรื่อง|หัวข้อ|judul|subyek|gaia|موضوع|тақырып|тақырыбы|mövzu|თემა|թեմա
    subjekti|тэма|pwnc
  `),
  other: phrases(`
    importance|priority|attachments|attachment|wichtigkeit|priorität|anlagen|anhänge|priorité|pièces jointes
    importancia|adjuntos|datos adjuntos|anexos|allegati|priorità|bijlagen|urgentie|załączniki|ważność|přílohy
    prílohy|важность|вложения|bilagor|vedlegg|vedhæftede filer|liitteet|重要度|添付ファイル|附件|重要性|organization|organisation
    reply-to|antwort an|répondre à|responder a|rispondi a|message-id|list-id|mailed-by|signed-by|posted at|posted to
    conversation|thread-topic|sensitivity|when|where|newsgroups|x-mailer
  `),
}
