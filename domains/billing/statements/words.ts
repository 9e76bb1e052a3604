/** The words of a statement, in the languages patients read. Pure. */

export type Language = 'en' | 'es'

export const languageOf = (tag: string): Language => (/^es\b/i.test(tag) ? 'es' : 'en')

const en = {
  locale: 'en-US',
  title: 'Statement',
  number: 'Statement',
  date: 'Date',
  account: 'Account (MRN)',
  patient: 'Patient',
  due: 'Please pay by',
  amountDue: 'Amount you owe',
  intro:
    'Your insurance has answered. This is what is left for you to pay. What insurance still has to answer is not on this statement.',
  introSelfPay: 'This is what is left for you to pay for the visits below.',
  service: 'Date and visit',
  charged: 'Charged',
  insurance: 'Insurance paid',
  adjusted: 'Discounts',
  paid: 'You paid',
  owed: 'You owe',
  withProvider: (name: string) => `with ${name}`,
  total: 'Total you owe',
  credit: (amount: string) =>
    `We also keep a credit of ${amount} for you. It is not taken off above; ask us to use it or to pay it back.`,
  ageing: ['Up to 30 days', '31–60 days', '61–90 days', '91–120 days', 'Over 120 days'],
  stages: {
    1: 'Thank you for choosing us. Please pay the amount above or call us: we are glad to explain it.',
    2: 'A reminder: we have not received your payment yet. If you have already paid, thank you. If paying is hard, call us about a payment plan or financial help.',
    3: 'This balance is now past due. Please pay it or call us this week, so that we can find a way together.',
    4: 'Final notice. Please pay or call us before the date above. Otherwise the account is reviewed for collection. It is not too late for a payment plan or for financial help.',
  } as Record<number, string>,
  help: (phone: string) => `Questions, a payment plan, or help with paying? Call ${phone}.`,
  slip: 'Cut here and return this part with your payment',
  payTo: 'Make the check payable to',
  enclosed: 'Amount enclosed',
  writeNumber: 'Please write the account number on your check. Never send a card number by mail.',
}

const es: typeof en = {
  locale: 'es-US',
  title: 'Estado de cuenta',
  number: 'Estado de cuenta',
  date: 'Fecha',
  account: 'Cuenta (MRN)',
  patient: 'Paciente',
  due: 'Pague antes del',
  amountDue: 'Lo que usted debe',
  intro:
    'Su seguro ya respondió. Esto es lo que le queda por pagar. Lo que el seguro aún debe responder no está en este estado de cuenta.',
  introSelfPay: 'Esto es lo que le queda por pagar de las visitas de abajo.',
  service: 'Fecha y visita',
  charged: 'Cobrado',
  insurance: 'Pagó el seguro',
  adjusted: 'Descuentos',
  paid: 'Usted pagó',
  owed: 'Usted debe',
  withProvider: (name) => `con ${name}`,
  total: 'Total que usted debe',
  credit: (amount) =>
    `También guardamos un saldo a su favor de ${amount}. No está descontado arriba; pídanos usarlo o devolverlo.`,
  ageing: ['Hasta 30 días', '31–60 días', '61–90 días', '91–120 días', 'Más de 120 días'],
  stages: {
    1: 'Gracias por elegirnos. Por favor pague la cantidad de arriba o llámenos: con gusto se la explicamos.',
    2: 'Un recordatorio: todavía no hemos recibido su pago. Si ya pagó, gracias. Si le es difícil pagar, llámenos para un plan de pagos o ayuda económica.',
    3: 'Este saldo está vencido. Por favor pague o llámenos esta semana para encontrar juntos una solución.',
    4: 'Último aviso. Por favor pague o llámenos antes de la fecha indicada. De lo contrario, la cuenta se revisará para cobranza. Aún puede pedir un plan de pagos o ayuda económica.',
  },
  help: (phone) => `¿Preguntas, un plan de pagos o ayuda para pagar? Llame al ${phone}.`,
  slip: 'Corte aquí y devuelva esta parte con su pago',
  payTo: 'Haga el cheque a nombre de',
  enclosed: 'Cantidad incluida',
  writeNumber: 'Escriba el número de cuenta en su cheque. Nunca envíe un número de tarjeta por correo.',
}

export const words: Record<Language, typeof en> = { en, es }
