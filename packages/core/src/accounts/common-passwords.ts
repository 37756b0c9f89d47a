const list = (text: string) => text.split(/\s+/).filter(word => word !== '')

/** Long passwords near the top of every list of common passwords, without capitals, spaces and punctuation. */
export const commonPasswords: ReadonlySet<string> = new Set(
  list(`
  correcthorsebatterystaple correcthorsebattery thequickbrownfox thequickbrownfoxjumpsoverthelazydog
  maythe4thbewithyou maytheforcebewithyou iamironman123 imthebatman123 tobeornottobe tobeornottobethatisthequestion
  openthedoor123 letmeinplease letmeinletmein pleaseletmein youshallnotpass winteriscoming winteriscoming1
  iloveyousomuch iloveyouforever iloveyoubaby iloveyou4ever iloveyoubabe iloveyoumom ilovemyself ilovemyfamily
  ilovemymother ilovemymom ilovejesus ilovejesus1 jesusismylord jesuslovesme jesuschrist jesuschrist1 godisgood
  godisgreat godislove1 godblessme godblessyou praisethelord inchrist4ever trustingod trustno1trustno1 hallelujah
  forgetmenot123 neversaynever neverforget nevergiveup nevergiveup1 carpediem123 hakunamatata hakunamatata1
  supercalifragilisticexpialidocious abracadabra abracadabra1 alakazam1234 opensesame123 expectopatronum
  avadakedavra harrypotter harrypotter1 lordoftherings starwars1234 startrek1234 gameofthrones pokemon12345
  manchesterunited manchester1 manchesterutd liverpoolfc1 liverpool123 youllneverwalkalone chelseafc123 arsenalfc1234
  realmadrid123 fcbarcelona1 barcelona123 juventus1234 borussia1909 galatasaray fenerbahce1907 besiktas1903
  thankyou1234 goodmorning1 goodmorning goodnight123 helloworld12 helloworld123 helloworld helloworld1
  hellohello12 whatever1234 whateverwhatever whatsup12345 nothing12345 something123 anything1234 everything1
  changeme1234 changemeplease changeme12345 changeitnow1 temporary123 temporary1234 temppassword default12345
  defaultpassword administrator administrator1 administrador adminadmin12 administrateur verwaltung123 helpdesk1234
  helpdesksupport servicedesk1 supportsupport technicalsupport customerservice kundenservice welcome12345
  welcome123456 welcomehome1 welcometomyworld bienvenue1234 willkommen123 bienvenido123 benvenuto1234 password12345
  passwordpassword mypassword12 mypassword123 thepassword1 thisismypassword thisisapassword newpassword1
  newpassword123 yourpassword1 yourpassword forgotpassword ihatepasswords secretpassword passwort12345 passwort1234
  meinpasswort geheimgeheim hallohallo12 hallo1234567 motdepasse123 motdepasse12 monmotdepasse azertyuiop12
  contrasena123 contraseña123 micontraseña micontrasena wachtwoord123 wachtwoord12 haslohaslo123 password1password
  unbelievable extraordinary international communication opportunities entertainment transformers transformers1
  millionaire1 billionaire1 masterofpuppets enter12345678 strawberry12 strawberry123 raspberry123 blueberry1234
  watermelon12 watermelon123 sunshine1234 sunflower123 butterfly123 butterfly12 chocolate123 chocolate1234
  cinderella12 cinderella123 princess1234 christopher1 christopher elizabeth123 alexandria12 alexander123
  stephanie1234 jennifer1234 michelle1234 california12 california123 newyorkcity1 newyorknewyork lasvegas1234
  philadelphia washington12 washington123 england12345 deutschland1 deutschland bundesrepublik argentina123
  basketball12 basketball123 football1234 volleyball12 skateboard123 motorcycle12 lamborghini12 lamborghini
  volkswagen12 volkswagen123 mercedesbenz chevrolet123 corvette1234 mustang12345 computer1234 computer12345
  internet1234 microsoft123 blink182blink metallica123 slipknot1234 linkinpark12 linkinpark123 greenday1234
  1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv zaq12wsxcde3 q1w2e3r4t5y6 1a2b3c4d5e6f a1b2c3d4e5f6 123qweasdzxc qweasdzxc123
  asdfghjkl123 zxcvbnm12345 qwerty123456 123456qwerty qwertyqwerty asdfasdfasdf aa123456789a a123456789b abcd12345678
  abc123abc123 abc123456789 123456789abc 123abc456def 123123123123 112233445566 121212121212 147258369147 987654321000
  123456654321 111222333444 159753159753 741852963741 102030405060 010203040506 314159265359 271828182846
  `),
)

/** Words that attackers try first: each makes a password hardly harder to guess than one character does. */
export const commonWords: readonly string[] = list(`
  password passwort passw0rd parola haslo motdepasse contrasena contraseña senha wachtwoord salasana losenord lösenord
  secret geheim letmein welcome willkommen bienvenue bienvenido benvenuto hello hallo bonjour admin administrator root
  user guest login logon access default change changeme temp temporary test testing tester trustno demo1234
  master superman batman spiderman ironman superstar dragon monkey tiger lion eagle falcon horse kitten doggy puppy
  shadow sunshine moonlight starlight princess prince queen king angel devil heaven flower butterfly rainbow diamond
  summer winter spring autumn sommer herbst frühling monday tuesday wednesday thursday friday saturday sunday
  january february march april june july august september october november december
  football baseball basketball hockey soccer tennis golf fussball futbol liverpool chelsea arsenal barcelona juventus
  bayern madrid manchester united london paris berlin madrid moscow newyork texas california america england france
  germany deutschland italia espana polska russia india brasil
  iloveyou loveyou lovely forever always never baby honey sweet sweetie chocolate cookie banana orange apple cherry
  strawberry pepper ginger coffee whiskey michael jennifer jessica ashley daniel andrew thomas robert joshua matthew
  charlie george jordan hannah nicole anthony william alexander maria anna sophie julia martin peter
  computer internet google facebook youtube twitter microsoft windows apple samsung android linux server network
  pokemon naruto starwars startrek matrix gandalf hobbit potter minecraft fortnite nintendo playstation xbox
  mustang ferrari porsche mercedes corvette harley yamaha honda
  company office support helpdesk helpdesk service desk customer ticket gotrs business corporate finance manager
  qwerty qwertz azerty asdf zxcv abc123 money dollar lucky happy smile friend friends family mother father
  freedom whatever nothing blessed jesus christ godisgood pass word love life live
`)
