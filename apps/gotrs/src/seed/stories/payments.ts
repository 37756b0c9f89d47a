import { inline } from '../files/demo-files.ts'
import { tableScreen } from '../files/pictures.ts'
import { diego, giulia, lucia, tom } from '../people.ts'
import type { Story } from '../story.ts'

/** Money that went out twice, cards that fail, subscriptions that end. */
export const payments: Story[] = [
  {
    name: 'cobro-doble',
    language: 'es',
    turns: [
      {
        at: '13 09:05',
        mail: lucia,
        subject: 'Cobro duplicado',
        text: `Buenos días:

          Este mes nos han cobrado dos veces la suscripción, las dos el mismo día y por el mismo importe. Adjunto la captura del banco.

          [[cobro-doble]]

          Les ruego que nos devuelvan uno de los dos cargos lo antes posible.

          Un saludo,`,
        files: [
          inline('cobro-doble', () =>
            tableScreen(
              'Movimientos',
              [
                ['Concepto', 'Importe'],
                ['NORTHWIND TOOLS 20418', '-249,00 EUR'],
                ['NORTHWIND TOOLS 20418', '-249,00 EUR'],
                ['ENDESA ENERGIA', '-412,37 EUR'],
              ],
              2,
            ),
          ),
        ],
      },
      {
        at: '+33m',
        by: 'ben',
        move: 'Billing',
        take: true,
        tags: ['refund'],
        note: `Confirmed: the payment provider retried although the first charge had gone through. Refund ordered, reference RF-5521.`,
      },
      {
        at: '+9m',
        by: 'ben',
        resolve: true,
        reply: `Hola, Lucía:

          tiene toda la razón y lamento la molestia. El segundo cargo fue un error de nuestro proveedor de pagos. Ya he ordenado la devolución de **249,00 €** (referencia RF-5521); verá el abono en su cuenta en un plazo de tres a cinco días hábiles.

          Un saludo,
          Ben Okafor`,
      },
      { at: '+1h16m', mail: lucia, text: `Perfecto, muchas gracias por la rapidez. Quedo a la espera del abono.` },
      { at: '+10m', by: 'ben', resolve: true },
      {
        at: '2 10:24',
        mail: lucia,
        text: `Buenos días, Ben:

          han pasado ya más de dos semanas y la devolución RF-5521 sigue sin aparecer en nuestra cuenta. ¿Puede comprobar qué ha ocurrido?

          Gracias,`,
      },
      {
        at: '+1h12m',
        by: 'ben',
        take: true,
        priority: 'high',
        tags: ['refund'],
        note: `The provider sent RF-5521 back to the old card, which was replaced meanwhile. Asked them for a transfer instead, they want the IBAN on a form.`,
      },
      {
        at: '+6m',
        by: 'ben',
        reply: `Hola, Lucía:

          la devolución se envió a la tarjeta anterior, que según el banco ya no está activa. Para no perder más tiempo la haremos por transferencia. ¿Me puede confirmar el IBAN que figura en su última domiciliación, terminado en 4417?

          Disculpe de nuevo las molestias.
          Ben`,
      },
      { at: '1 09:02', mail: lucia, text: `Sí, es ese, el que termina en 4417. Gracias por ocuparse.` },
    ],
  },
  {
    name: 'cancel-subscription',
    language: 'es',
    turns: [
      {
        at: '3 18:02',
        mail: diego,
        subject: 'baja',
        text: `Buenas. Quiero darme de baja. Cierro el taller a fin de mes y no voy a necesitar el programa. ¿Qué tengo que hacer?`,
      },
      { at: '2 08:40', by: 'ben', move: 'Billing', take: true, tags: ['cancellation'] },
      {
        at: '+7m',
        by: 'ben',
        reply: `Hola, Diego:

          siento leer que cierra el taller, le deseo lo mejor. No tiene que hacer nada: he anotado la baja para el último día de este mes y no habrá más cobros.

          Antes de esa fecha conviene descargar sus datos (Ajustes > Exportar). Los conservamos 90 días más por si los necesita Hacienda.

          ¿Quiere que le prepare yo la exportación?

          Un saludo,
          Ben`,
      },
      { at: '1 19:10', mail: diego, text: `Sí por favor, hágalo usted que yo no me aclaro. En Excel si puede ser.` },
    ],
  },
  {
    name: 'card-declined',
    language: 'en',
    turns: [
      {
        at: '1 10:55',
        mail: tom,
        subject: 'Re: Your payment could not be taken',
        isFresh: true,
        text: `card is fine, used it at the timber yard an hour ago. whats going on`,
      },
      { at: '+24m', by: 'ben', move: 'Billing', take: true, tags: ['payment'] },
      {
        at: '+5m',
        by: 'ben',
        reply: `Hi Tom,

          the bank answers "authentication required". They want you to confirm this one in your banking app, which they ask for once a year. I have just triggered it again, so a prompt should pop up on your phone in the next few minutes.

          Nothing is switched off meanwhile.

          Ben`,
      },
      { at: '+48m', mail: tom, text: `done it. says approved` },
      {
        at: '+9m',
        by: 'ben',
        resolve: true,
        reply: `Approved here too, receipt is on its way. Have a good weekend when it comes, Tom.`,
      },
    ],
  },
  {
    name: 'preventivo-dodici',
    language: 'it',
    turns: [
      {
        at: 'ago 5h45m',
        mail: giulia,
        subject: 'Preventivo per 12 postazioni',
        text: `Buongiorno,

          stiamo pensando di passare dall'abbonamento da 5 a quello da 12 postazioni, perché da gennaio apriamo il secondo laboratorio a Faenza.

          Potreste mandarmi un preventivo che comprenda:

          - 12 postazioni con pagamento annuale
          - il modulo magazzino per due sedi
          - mezza giornata di formazione a distanza

          Ci serve entro fine mese per il budget.

          Cordiali saluti,`,
      },
      {
        at: '+1h02m',
        by: 'ben',
        move: 'Billing',
        tags: ['quote'],
        note: `Twelve annual seats are above my discount limit. @Mara may I offer the 15 % that Conti had last year?`,
      },
    ],
  },
]
