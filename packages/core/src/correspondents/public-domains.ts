import listed from 'free-email-domains'

/** The release of the package that is installed, for the test on the age of its list: raise both together. */
export const listRelease = { version: '1.12.6', date: '2026-09-23' }

/** Providers that the package lacks, mostly of single countries. */
const unlisted = `
  passport.com myyahoo.com messagingengine.com hey.com asia.com startmail.com disroot.org riseup.net autistici.org
  tutanota.com tutamail.com tuta.com keemail.me mozmail.com simplelogin.com anonaddy.me gmx.info gmx.org gmx.eu
  mailbox.org vodafone.de kabelmail.de ewe.net ewetel.net 1und1.de email.de magenta.de a1.net chello.at inode.at
  utanet.at kabsi.at liwest.at hispeed.ch sunrise.ch swissonline.ch aliceadsl.fr club-internet.fr bbox.fr
  numericable.fr tin.it fastwebnet.it aruba.it poste.it proximus.be kpnplanet.nl btopenworld.com talktalk.net
  talktalk.co.uk plusnet.com movistar.es ono.com mail.telepac.pt clix.pt netcabo.pt telia.com comhem.se bredband.net
  tele2.se swipnet.se tdcadsl.dk stofanet.dk get2net.dk saunalahti.fi volny.cz zoznam.sk dir.bg siol.net net.hr
  inet.hr internet.ru narod.ru otenet.gr forthnet.gr in.gr superonline.com turk.net ttmail.com xfinity.com
  spectrum.net optimum.net centurylink.net suddenlink.net mediacombb.net sympatico.ca telus.net cogeco.ca eastlink.ca
  sasktel.net slingshot.co.nz orcon.net.nz vodafone.co.nz vip.163.com wo.cn hinet.net seed.net.tw pchome.com.tw
  netvigator.com biznetvigator.com starhub.net.sg pacific.net.sg streamyx.com tm.net.my vsnl.net vsnl.com globo.com
  globomail.com oi.com.br r7.com prodigy.net.mx infinitummail.com fibertel.com.ar speedy.com.ar ciudad.com.ar
  adinet.com.uy vtr.net walla.com netvision.net.il 012.net.il emirates.net.ae mweb.co.za telkomsa.net iafrica.com
  vodamail.co.za
  `
  .trim()
  .split(/\s+/)

/**
 * Domains in which anybody can have an address: sharing one makes nobody a colleague. The large providers of the world
 * and of its countries, and the disposable ones.
 */
const domains: ReadonlySet<string> = new Set([...listed, ...unlisted])

/** The big providers with one domain for each country. */
const families = /^(?:yahoo|hotmail|outlook|live|msn|windowslive|gmx|aol|zoho|yandex)\.(?:co\.|com\.)?[a-z]{2}$/

export const isPublicMailDomain = (domain: string): boolean => domains.has(domain) || families.test(domain)
