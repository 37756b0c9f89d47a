/**
 * The prefixes of answers, by language, before a narrow or wide colon and after the tags of mailing lists.
 * https://www.rfc-editor.org/rfc/rfc5322#section-3.6.5
 */
const prefix =
  /^\s{0,9}(?:\[[^\]]{0,60}\]\s{0,3}){0,3}(?:re|r|aw|antw|antwort|res|resp|sv|vs|odp|atb|ats|bls|vá|ynt|отв|ответ|відп|на|ад|απ|σχετ|trả lời|balas|回复|回覆|答复|答覆|返信|답장|회신|رد|השב|תשובה|ตอบ|ตอบกลับ)(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s{0,3}[:：]/iu

export const hasReplyPrefix = (subject: string): boolean => prefix.test(subject)

const maxPrefixes = 10

/** The subject as it was before anybody answered it. */
export function withoutReplyPrefix(subject: string): string {
  let bare = subject
  for (let at = 0; at < maxPrefixes && prefix.test(bare); at += 1) bare = bare.replace(prefix, '')
  return bare.trim()
}
