/**
 * What the office does about an adjustment: decided by group *and* claim adjustment reason code (CARC), never by the
 * group alone. Only what is listed here as contractual may be written off without a person; whatever is not known
 * opens a denial. The words are our own: the official descriptions belong to X12.
 */

export type Action =
  /** Write off to the contractual allowance. */
  | 'contractual'
  /** Move to the next payer if there is one, otherwise to the patient. */
  | 'patient-responsibility'
  /** Explains what another payer did: posts nothing. */
  | 'informational'
  /** Leave the balance with insurance and open a denial. */
  | 'denial'
  /** A biller decides before the patient, or anybody, is billed. */
  | 'hold-for-biller'

export type Category =
  | 'eligibility'
  | 'coordination'
  | 'authorisation'
  | 'coding'
  | 'necessity'
  | 'missing-information'
  | 'duplicate'
  | 'timely-filing'
  | 'enrolment'
  | 'benefit'
  | 'not-a-denial'
  | 'other'

/** Where the cause usually lies. */
export type RootCause = 'desk' | 'coding' | 'billing' | 'credentialing'

export type Decision = {
  readonly action: Action
  readonly category: Category
  readonly owner: RootCause
  /** One sentence a biller understands. */
  readonly meaning: string
}

type Carc = readonly [Category, meaning: string]
const carcs: ReadonlyMap<string, Carc> = new Map<string, Carc>(
  Object.entries({
    '1': ['not-a-denial', 'Deductible.'],
    '2': ['not-a-denial', 'Coinsurance.'],
    '3': ['not-a-denial', 'Copay.'],
    '4': ['coding', 'The modifier does not fit the procedure, or is missing.'],
    '5': ['coding', 'The procedure does not fit the place of service.'],
    '6': ['coding', "The procedure does not fit the patient's age."],
    '7': ['coding', "The procedure does not fit the patient's sex."],
    '11': ['coding', 'The diagnosis does not fit the procedure.'],
    '15': ['authorisation', 'The authorisation number is missing, wrong, or for other services.'],
    '16': ['missing-information', 'The claim lacks information or has an error: see the remark codes.'],
    '18': ['duplicate', 'The payer has this claim or service already.'],
    '22': ['coordination', 'Another payer may come first.'],
    '23': ['not-a-denial', 'What an earlier payer paid and adjusted.'],
    '26': ['eligibility', 'Expenses before coverage began.'],
    '27': ['eligibility', 'Expenses after coverage ended.'],
    '29': ['timely-filing', 'The claim came after the time limit for filing.'],
    '31': ['eligibility', 'The payer cannot identify the patient as its member.'],
    '35': ['benefit', 'The lifetime maximum has been reached.'],
    '45': ['not-a-denial', 'Charge above the contracted or allowed amount.'],
    '50': ['necessity', 'The payer does not deem the service medically necessary.'],
    '96': ['benefit', 'The charge is not covered: see the remark codes.'],
    '97': ['coding', 'Included in the payment for another service.'],
    '109': ['coordination', 'This payer is not the one to bill.'],
    '119': ['benefit', 'The maximum for this period has been reached.'],
    '151': ['necessity', 'The payer does not accept this many services.'],
    '167': ['necessity', 'The diagnosis is not covered.'],
    '181': ['coding', 'The procedure code was not valid on the date of service.'],
    '182': ['coding', 'The modifier was not valid on the date of service.'],
    '197': ['authorisation', 'Authorisation or notification is missing.'],
    '198': ['authorisation', 'More was done than was authorised.'],
    '204': ['benefit', "The service is not in the patient's plan."],
    '208': ['enrolment', 'The NPI does not match what the payer has.'],
    '226': ['missing-information', 'Information asked of the provider did not come, or not in time.'],
    '236': ['coding', 'The procedure cannot be billed with another one of the same day (NCCI).'],
    '242': ['enrolment', 'The provider is not in the network or not the primary care provider.'],
    '252': ['missing-information', 'The payer wants a document with this claim.'],
    '253': ['not-a-denial', 'Sequestration: the federal reduction of payment.'],
    B7: ['enrolment', 'The provider was not certified or eligible for this service on that date.'],
  } satisfies Record<string, Carc>),
)

const owners: Readonly<Record<Category, RootCause>> = {
  eligibility: 'desk',
  coordination: 'desk',
  authorisation: 'desk',
  coding: 'coding',
  necessity: 'coding',
  'missing-information': 'billing',
  duplicate: 'billing',
  'timely-filing': 'billing',
  enrolment: 'credentialing',
  benefit: 'desk',
  'not-a-denial': 'billing',
  other: 'billing',
}

/** The cases that are not a denial, by group and code. Everything absent here is worked by a person. */
const settled: ReadonlyMap<string, Action> = new Map<string, Action>(
  Object.entries({
    'CO-45': 'contractual',
    'CO-253': 'contractual',
    'PR-1': 'patient-responsibility',
    'PR-2': 'patient-responsibility',
    'PR-3': 'patient-responsibility',
    'OA-23': 'informational',
  } satisfies Record<string, Action>),
)

/**
 * The action for one CAS adjustment (group of CAS01, code of CAS02, 05 ...). A known code in an unusual place (PR-96,
 * CO-1, PR-45, CO-23) is held for a biller; a code we do not know opens a denial. Neither is ever written off.
 */
export function actionFor(group: string, code: string): Decision {
  const known = carcs.get(code)
  const [category, meaning]: Carc = known ?? ['other', `Reason ${code}: look it up in the code list.`]
  const unusual = known !== undefined && (group === 'PR' || category === 'not-a-denial')
  return {
    action: settled.get(`${group}-${code}`) ?? (unusual ? 'hold-for-biller' : 'denial'),
    category,
    owner: owners[category],
    meaning,
  }
}
