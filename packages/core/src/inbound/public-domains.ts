/** Domains in which anybody can have an address: who shares one with somebody is not for that reason a colleague. */
const domains = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'ymail.com'],
  ...['rocketmail.com', 'aol.com', 'icloud.com', 'me.com', 'mac.com', 'proton.me', 'protonmail.com', 'pm.me'],
  ...['fastmail.com', 'fastmail.fm', 'hey.com', 'zoho.com', 'zohomail.com', 'mail.com', 'email.com', 'gmx.com'],
  ...['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch', 'web.de', 'freenet.de', 't-online.de', 'posteo.de', 'mailbox.org'],
  ...['tutanota.com', 'tuta.com', 'tuta.io', 'bluewin.ch', 'hispeed.ch', 'a1.net', 'aon.at', 'orange.fr', 'free.fr'],
  ...['laposte.net', 'sfr.fr', 'wanadoo.fr', 'libero.it', 'virgilio.it', 'tiscali.it', 'alice.it', 'telenet.be'],
  ...['ziggo.nl', 'kpnmail.nl', 'home.nl', 'btinternet.com', 'sky.com', 'talktalk.net', 'virginmedia.com'],
  ...['comcast.net', 'verizon.net', 'att.net', 'sbcglobal.net', 'bellsouth.net', 'cox.net', 'charter.net'],
  ...['rogers.com', 'shaw.ca', 'bigpond.com', 'optusnet.com.au', 'xtra.co.nz', 'mail.ru', 'yandex.ru', 'yandex.com'],
  ...['ya.ru', 'bk.ru', 'list.ru', 'inbox.ru', 'rambler.ru', 'ukr.net', 'wp.pl', 'o2.pl', 'onet.pl', 'interia.pl'],
  ...['seznam.cz', 'email.cz', 'abv.bg', 'qq.com', 'foxmail.com', '163.com', '126.com', 'sina.com', 'naver.com'],
  ...['daum.net', 'hanmail.net', 'rediffmail.com', 'uol.com.br', 'bol.com.br', 'terra.com.br', 'mail.de', 'arcor.de'],
])

/** The big providers with one domain for each country. */
const families = /^(?:yahoo|hotmail|outlook|live)\.(?:co\.|com\.)?[a-z]{2}$/

export const isPublicMailDomain = (domain: string): boolean => domains.has(domain) || families.test(domain)
