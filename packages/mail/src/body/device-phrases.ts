import { phrases } from './phrases.ts'

/** The beginnings of lines that a phone or program adds below a mail. */
export const DEVICE_STARTS = phrases(`
  sent from|sent via|sent using|sent with|sent by|get outlook for|get the outlook app|gesendet mit|gesendet von
  gesendet aus|gesendet via|gesendet über|von meinem|von unterwegs|diese nachricht wurde von meinem|outlook für
  holen sie sich outlook|envoyé de|envoyé depuis|envoyé par|envoyé à partir|envoyé avec|télécharger outlook
  obtenez outlook|obtener outlook|enviado desde|enviado con|enviado por|enviado de|enviado do|enviado da
  enviado via|enviado a partir|enviat des|obter o outlook|obtenha o outlook|inviato da|inviato dal|inviato con
  scarica outlook|ottieni outlook|verzonden vanaf|verstuurd vanaf|verzonden met|verstuurd met|verstuurd via
  outlook voor|wysłane z|wysłano z|pobierz aplikację outlook|odesláno z|posláno z|odoslané z|poslané z
  отправлено с|отправлено из|отправлено через|послано с|надіслано з|отправлено от|изпратено от|trimis de pe
  trimis din|elküldve|küldve|skickat från|skickat med|skickat via|hämta outlook|sendt fra|sendt med|sendt via
  hent outlook|få outlook|lähetetty|hanki outlook|saadetud minu|poslano iz|poslano s|poslano z|στάλθηκε από
  dikirim dari|được gửi từ|đã gửi từ|发自|从我的|發自|從我的|来自我的|自我的|나의|내|أرسلت من|مرسل من|تم الإرسال من|נשלח מ|ส่งจาก
  envoyée depuis|enviada desde|sendt frå|secured with
`)

/** The same where the language puts the device first: "iPhoneから送信", "iPhone'umdan gönderildi". */
export const DEVICE_ENDS = phrases(`
  gesendet|から送信|より送信|gönderildi|에서 보냄|で送信|发送|傳送|küldve|שלי|app gesendet|skickat|verzonden
`)

/** Words that the line must also contain, so that no sentence of the writer matches. */
export const DEVICES = phrases(`
  iphone|ipad|ipod|android|blackberry|samsung|galaxy|huawei|xiaomi|nokia|htc|lg|sony|xperia|pixel|windows|mobile
  mobil|handy|phone|smartphone|telefon|telefoon|teléfono|téléphone|telefone|telefono|handheld|outlook|gmail|yahoo
  mail|proton|tutanota|ios|mac|airmail|spark|mailspring|verizon|t-mobile|at&t|wireless|tablet|device|appareil
  gerät|dispositivo|apparaat|enhet|enhed|tel|móvil|cellulare|celular|мобильн|телефон|устройств|starmail|redmi
  oneplus|vodafone|o2|orange|telekom|手机|手機|スマートフォン|携帯|aol|postbox|treo|palm|thunderbird|k-9|fairemail|boxer|newton
  tuta mail|zimbra|superhuman|hey|mailbird|canary|web.de|gmx|freenet|puhelime
`)
