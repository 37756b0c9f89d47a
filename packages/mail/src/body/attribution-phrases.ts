import { phrases } from './phrases.ts'

/** "wrote", as in "On … wrote:" or "Am … schrieb …:". */
export const WROTE = phrases(`
  wrote|writes|schrieb|geschrieben|hat geschrieben|a écrit|écrit|a ecrit|escribió|escribio|ha escrito
  va escriure|ha scritto|scrive|scritto|escreveu|schreef|geschreven|heeft geschreven|napisał|napisała|napisał(a)
  napisał/a|pisze|napsal|napsala|napsal(a)|napísal|napísala|napísal(a)|píše|skrev|skreiv|kirjoitti|kirjutas
  rakstīja|rašė|parašė|написал|написала|написал(а)|написал (а)|пишет|писал|писал(а)|написав|пише|написа|написа(а)
  a scris|scris|írta|ezt írta|yazdı|şunları yazdı|şöyle yazdı|έγραψε|je napisal|je napisao|je napisala|napisao
  je napisal/-a|đã viết|menulis|ditulis|เขียนว่า|כתב|כתבה|כתב/ה|מאת|كتب|كتبت|写道|寫道|書きました|のメール|のメッセージ|作成|님이 작성|작성
  님께서 작성|skrifaði|ha escrit|idatzi du|geskryf|quoting|zitat von|citando|quotando|en réponse à|citeren|quoth
  schreibt|ने लिखा|نوشت|написао|је написао/ла|je napisao/la|napisao je|rašo
`)

/** The beginnings of attribution lines, to find the first line of a wrapped one. */
export const OPENERS = phrases(`
  on|at|am|um|le|el|el dia|em|no dia|op|il|il giorno|in data|den|på|w dniu|dnia|dne|dňa|в|на|ke|la|pe|în|quoting
  zitat|a|pada|vào|στις|בתאריך|ב|في|بتاريخ|tarihinde|from|u|dana|于|在|於|in article|fra|från|por|mandag
`)

/** Names of days, with which many programs begin the line. */
export const WEEKDAYS = phrases(`
  mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|mié|jeu|jue|ven|vie|sam|sáb|dim|dom|seg|ter|qua|qui
  sex|gio|sab|ma|wo|vr|za|zo|pon|wt|śr|czw|pt|sob|niedz|po|út|st|čt|pá|ne|пн|вт|ср|чт|пт|сб|вс|mån|tis|ons|tors
  tor|fre|lör|sön|man|tir|lør|søn|ti|ke|to|pe|la|su|h|k|sze|cs|p|szo|v|pzt|sal|çar|per|cum|cmt|paz
`)
