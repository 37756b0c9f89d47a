/**
 * Domains in which anybody can have an address: who shares one with somebody is not for that reason a colleague. The
 * large providers of the world and of its countries; one that is missing opens a ticket's copies to its other users.
 */
const domains = new Set(
  `
  gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com windowslive.com yahoo.com ymail.com
  rocketmail.com myyahoo.com aol.com aim.com icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me
  fastmail.com fastmail.fm messagingengine.com hey.com zoho.com zohomail.com mail.com email.com usa.com myself.com
  consultant.com post.com europe.com asia.com iname.com writeme.com dr.com engineer.com cheerful.com techie.com
  hushmail.com hush.com runbox.com mailfence.com startmail.com disroot.org riseup.net autistici.org cock.li
  tutanota.com tutanota.de tutamail.com tuta.com tuta.io keemail.me duck.com mozmail.com simplelogin.com anonaddy.me
  mailinator.com guerrillamail.com yopmail.com 10minutemail.com temp-mail.org sharklasers.com trashmail.com
  gmx.com gmx.net gmx.de gmx.at gmx.ch gmx.info gmx.org gmx.eu gmx.us gmx.fr gmx.es gmx.co.uk web.de freenet.de
  t-online.de posteo.de posteo.net mailbox.org mail.de arcor.de online.de vodafone.de kabelmail.de unitybox.de ewe.net
  ewetel.net 1und1.de email.de magenta.de a1.net aon.at chello.at inode.at utanet.at kabsi.at liwest.at
  bluewin.ch hispeed.ch sunrise.ch bluemail.ch swissonline.ch
  orange.fr wanadoo.fr free.fr aliceadsl.fr laposte.net sfr.fr neuf.fr club-internet.fr bbox.fr numericable.fr
  libero.it virgilio.it tiscali.it alice.it tin.it iol.it inwind.it fastwebnet.it aruba.it email.it poste.it
  telenet.be skynet.be proximus.be ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl xs4all.nl hetnet.nl upcmail.nl
  quicknet.nl zonnet.nl casema.nl
  btinternet.com btopenworld.com sky.com talktalk.net talktalk.co.uk virginmedia.com virgin.net ntlworld.com
  blueyonder.co.uk tiscali.co.uk plus.com plusnet.com o2.co.uk eircom.net
  telefonica.net movistar.es terra.es ono.com sapo.pt mail.telepac.pt clix.pt netcabo.pt iol.pt
  online.no broadpark.no getmail.no telia.com comhem.se bredband.net tele2.se spray.se swipnet.se
  mail.dk tdcadsl.dk stofanet.dk get2net.dk kolumbus.fi elisanet.fi saunalahti.fi luukku.com suomi24.fi pp.inet.fi
  wp.pl o2.pl onet.pl onet.eu op.pl vp.pl poczta.onet.pl interia.pl interia.eu gazeta.pl tlen.pl
  seznam.cz email.cz post.cz centrum.cz atlas.cz volny.cz azet.sk zoznam.sk centrum.sk freemail.hu citromail.hu t-online.hu
  abv.bg mail.bg dir.bg siol.net net.hr inet.hr rambler.ru mail.ru bk.ru list.ru inbox.ru internet.ru yandex.ru
  yandex.com yandex.by yandex.kz yandex.ua ya.ru narod.ru ukr.net i.ua meta.ua bigmir.net tut.by inbox.lv inbox.lt
  mail.ee hot.ee otenet.gr forthnet.gr in.gr mynet.com superonline.com turk.net ttmail.com
  comcast.net xfinity.com verizon.net att.net sbcglobal.net bellsouth.net ameritech.net pacbell.net swbell.net
  cox.net charter.net spectrum.net rr.com roadrunner.com twc.com optonline.net optimum.net earthlink.net mindspring.com
  juno.com netzero.net netzero.com frontier.com frontiernet.net windstream.net centurylink.net centurytel.net q.com
  embarqmail.com suddenlink.net mediacombb.net wowway.com tds.net peoplepc.com netscape.net excite.com lycos.com
  rogers.com shaw.ca sympatico.ca bell.net telus.net videotron.ca cogeco.ca eastlink.ca sasktel.net
  bigpond.com bigpond.net.au optusnet.com.au iinet.net.au internode.on.net tpg.com.au dodo.com.au ozemail.com.au
  xtra.co.nz slingshot.co.nz orcon.net.nz vodafone.co.nz
  qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net vip.163.com sina.com sina.cn sohu.com 139.com 189.cn wo.cn
  aliyun.com tom.com 21cn.com naver.com daum.net hanmail.net nate.com kakao.com korea.com docomo.ne.jp ezweb.ne.jp
  au.com softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp excite.co.jp
  hinet.net seed.net.tw pchome.com.tw netvigator.com biznetvigator.com singnet.com.sg starhub.net.sg pacific.net.sg
  streamyx.com tm.net.my rediffmail.com rediff.com sify.com indiatimes.com vsnl.net vsnl.com
  uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com oi.com.br r7.com zipmail.com.br
  prodigy.net.mx infinitummail.com fibertel.com.ar speedy.com.ar arnet.com.ar ciudad.com.ar adinet.com.uy vtr.net
  walla.com walla.co.il netvision.net.il 012.net.il emirates.net.ae mweb.co.za telkomsa.net webmail.co.za iafrica.com vodamail.co.za
  `
    .trim()
    .split(/\s+/),
)

/** The big providers with one domain for each country. */
const families = /^(?:yahoo|hotmail|outlook|live|msn|windowslive|gmx|aol|zoho|yandex)\.(?:co\.|com\.)?[a-z]{2}$/

export const isPublicMailDomain = (domain: string): boolean => domains.has(domain) || families.test(domain)
