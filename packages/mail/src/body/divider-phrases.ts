import { phrases } from './phrases.ts'

/** "Original message" and "forwarded message", between dashes or alone on a line. */
export const DIVIDERS = phrases(`
  original message|original mail|reply message|replied message|original appointment|message original
  ursprüngliche nachricht|urspruengliche nachricht|original-nachricht|originalnachricht|original nachricht
  ursprünglicher termin|message d'origine|message d’origine|message initial|mensaje original|missatge original
  mensagem original|messaggio originale|messaggio originario|oorspronkelijk bericht|origineel bericht
  oorspronkelijke bericht|oryginalna wiadomość|wiadomość oryginalna|wiadomość pierwotna|původní zpráva
  původní e-mail|pôvodná správa|исходное сообщение|исходное письмо|оригинальное сообщение|оригинал сообщения
  початкове повідомлення|оригінальне повідомлення|оригинално съобщение|mesaj original|mesajul original
  eredeti üzenet|eredeti levél|orijinal ileti|orijinal mesaj|özgün ileti|ursprungligt meddelande
  originalmeddelande|ursprungsmeddelande|oprindelig meddelelse|original meddelelse|oprindelig besked
  opprinnelig melding|original melding|alkuperäinen viesti|algne kiri|αρχικό μήνυμα|izvirno sporočilo
  originalna poruka|izvorna poruka|originalus laiškas|sākotnējais ziņojums|tin nhắn gốc|thư gốc|pesan asli|元のメッセージ
  オリジナルメッセージ|元のメール|原始邮件|原始郵件|原邮件|原郵件|邮件原件|回复的原邮件|原始信件|원본 메시지|원본 메일|الرسالة الأصلية|رسالة أصلية|הודעה מקורית
  ההודעה המקורית|ข้อความต้นฉบับ|मूल संदेश|forwarded message|begin forwarded message|forwarded by
  weitergeleitete nachricht|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail
  weitergeleitet von|message transféré|début du message transféré|message réexpédié|début du message réexpédié
  mensaje reenviado|inicio del mensaje reenviado|missatge reenviat|mensagem encaminhada|mensagem reencaminhada
  início da mensagem encaminhada|início da mensagem reencaminhada|messaggio inoltrato|inizio messaggio inoltrato
  doorgestuurd bericht|begin doorgestuurd bericht|przekazana wiadomość|wiadomość przekazana
  treść przekazanej wiadomości|  wiadomość przesłana dalej|początek przekazywanej wiadomości|přeposlaná zpráva|přeposílaná zpráva
  začátek přeposílané zprávy|preposlaná správa|пересланное сообщение|пересылаемое сообщение|перенаправленное сообщение|перенаправлене повідомлення
  переадресованное сообщение|начало переадресованного сообщения|переслане повідомлення|препратено съобщение
  mesaj redirecționat|mesaj redirecţionat|továbbított üzenet|továbbított levél kezdete|iletilmiş ileti
  iletilen mesaj|yönlendirilen ileti|vidarebefordrat meddelande|vidarebefordrat brev|vidare befordrat brev
  videresendt meddelelse|videresendt besked|start på videresendt besked|videresendt melding
  start på videresendt melding|välitetty viesti|välitetty viesti alkaa|edelleenlähetetty viesti|edastatud kiri|προωθημένο μήνυμα
  posredovano sporočilo|proslijeđena poruka|thư đã chuyển tiếp|tin nhắn được chuyển tiếp|pesan terusan
  pesan yang diteruskan|転送メッセージ|転送されたメッセージ|転送されたメール|转发邮件|转发的邮件|转发的消息|轉寄郵件|轉寄的郵件|已转发邮件|開始轉寄的郵件|전달된 메시지|전달된 메일
  رسالة معاد توجيهها|رسالة موجهة|הודעה שהועברה|ข้อความที่ส่งต่อ
`)

/** "Write your answer above this line", which helpdesks add to recognise the answer. */
export const ABOVE_THIS_LINE = phrases(`
  reply above this line|respond above this line|write above this line|type your reply above|answer above this line
  oberhalb dieser linie|oberhalb dieser zeile|über dieser linie|über dieser zeile|au-dessus de cette ligne
  encima de esta línea|acima desta linha|sopra questa riga|sopra questa linea|boven deze lijn|boven deze regel
  powyżej tej linii|nad tímto řádkem|nad tuto čáru|выше этой строки|выше этой линии|ovanför den här raden|over denne linje
`)
