/** As RFC 9116, section 2.5.3 wants them: mail addresses and phone numbers as URIs, and pages over TLS. */
export const isContact = (text: string): boolean =>
  /^(?:mailto:[^\s@]+@[^\s@]+|tel:\+?[\d.-]{3,30}|https:\/\/[^\s/]\S*)$/.test(text) && URL.canParse(text)
