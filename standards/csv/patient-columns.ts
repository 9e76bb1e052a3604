import { plainText } from '#standards/person/normalise.ts'

/** What a column of a patient list can hold, and the headings under which offices and their old programs keep it. */
const headings = {
  last: 'LAST NAME|LNAME|LAST|SURNAME|FAMILY NAME|NAME LAST|LAST NM|APELLIDO',
  first: 'FIRST NAME|FNAME|FIRST|GIVEN NAME|FORENAME|NAME FIRST|FIRST NM|NOMBRE',
  middle: 'MIDDLE NAME|MIDDLE|MNAME|MI|MIDDLE INITIAL|MIDDLE INIT',
  full: 'NAME|FULL NAME|PATIENT',
  suffix: 'SUFFIX|NAME SUFFIX|GENERATION',
  prefix: 'PREFIX|TITLE|SALUTATION|NAME PREFIX',
  preferred: 'PREFERRED NAME|PREFERRED|NICKNAME|GOES BY|PREF NAME|KNOWN AS',
  formerLast: 'MAIDEN NAME|FORMER LAST NAME|PREVIOUS LAST NAME|BIRTH NAME',
  birthDate: 'DOB|DATE OF BIRTH|BIRTH DATE|BIRTHDATE|BIRTHDAY|BORN|D O B|DOB MM DD YYYY|FECHA DE NACIMIENTO',
  sex: 'SEX|GENDER|M F|ADMINISTRATIVE SEX|LEGAL SEX|SEXO',
  ssn: 'SSN|SOCIAL SECURITY NUMBER|SOCIAL SECURITY|SOC SEC|SS|SSN LAST 4|LAST 4 SSN|SS NUMBER|SOCIAL',
  mrn: 'MRN|MEDICAL RECORD NUMBER|CHART|CHART NUMBER|CHART NO|ID|PATIENT ID|PATIENT NUMBER|PATNUM|ACCOUNT|ACCOUNT NUMBER|ACCT|RECORD NUMBER|NUMBER',
  line1:
    'ADDRESS|ADDRESS 1|ADDRESS1|ADDRESS LINE 1|STREET|STREET ADDRESS|ADDR|ADDR1|ADDR 1|STREET 1|HOME ADDRESS|MAILING ADDRESS|DIRECCION',
  line2: 'ADDRESS 2|ADDRESS2|ADDRESS LINE 2|ADDR2|ADDR 2|STREET 2|APT|UNIT|SUITE|APARTMENT',
  city: 'CITY|TOWN|CITY NAME|CIUDAD',
  state: 'STATE|ST|PROVINCE|STATE CODE|ESTADO',
  postalCode: 'ZIP|ZIP CODE|ZIPCODE|POSTAL CODE|POSTCODE|POSTAL|ZIP5|ZIP POSTAL CODE',
  country: 'COUNTRY',
  homePhone: 'HOME PHONE|HMPHONE|PHONE HOME|HOME|PHONE 1|HOME TELEPHONE|HOME PHONE NUMBER',
  mobilePhone:
    'MOBILE|MOBILE PHONE|CELL|CELL PHONE|PHONE MOBILE|PHONE CELL|CELLPHONE|WIRELESS PHONE|WIRELESSPHONE|CELLULAR|MOBILE NUMBER|CELL NUMBER',
  workPhone: 'WORK PHONE|WKPHONE|PHONE WORK|WORK|BUSINESS PHONE|OFFICE PHONE|PHONE 2|WORK PHONE NUMBER',
  phone: 'PHONE|PHONE NUMBER|TELEPHONE|TEL|PRIMARY PHONE|CONTACT NUMBER|DAY PHONE|PHONE NO|TELEFONO',
  email: 'EMAIL|E MAIL|EMAIL ADDRESS|E MAIL ADDRESS|MAIL|CORREO',
  language: 'LANGUAGE|PREFERRED LANGUAGE|PRIMARY LANGUAGE|LANG|IDIOMA',
  interpreter: 'INTERPRETER|INTERPRETER NEEDED|NEEDS INTERPRETER|INTERPRETER REQUIRED',
  race: 'RACE',
  ethnicity: 'ETHNICITY|ETHNIC GROUP',
  maritalStatus: 'MARITAL STATUS|MARITAL|MARRIED',
  deceased: 'DECEASED|DATE OF DEATH|DEATH DATE|DECEASED DATE|DOD|DIED',
  emergencyName: 'EMERGENCY CONTACT|EMERGENCY CONTACT NAME|EMERGENCY NAME|CONTACT NAME|ICE NAME',
  emergencyPhone: 'EMERGENCY PHONE|EMERGENCY CONTACT PHONE|EMERGENCY CONTACT NUMBER|CONTACT PHONE|ICE PHONE',
  emergencyRelationship:
    'EMERGENCY RELATIONSHIP|EMERGENCY CONTACT RELATIONSHIP|RELATIONSHIP|CONTACT RELATIONSHIP|RELATIONSHIP TO PATIENT',
  doctor:
    'PCP|PRIMARY CARE PROVIDER|PRIMARY CARE PHYSICIAN|DOCTOR|PHYSICIAN|PROVIDER|PRIMARY PROVIDER|FAMILY DOCTOR',
} as const

export type Field = keyof typeof headings

const fieldOf = new Map(
  Object.entries(headings).flatMap(([field, names]) =>
    names.split('|').map((name) => [name.replaceAll(' ', ''), field as Field] as const),
  ),
)

/** "Patient's Last_Name", "pat last name" and "LASTNAME" are one heading. */
function fieldFor(heading: string): Field | undefined {
  const plain = plainText(heading.replaceAll('#', ' number ')).replaceAll(' ', '')
  return (
    fieldOf.get(plain) ??
    fieldOf.get(plain.replace(/^(PATIENTS?|PAT|PT)/, '')) ??
    fieldOf.get(plain.replace(/NUMBER$/, ''))
  )
}

export type Columns = {
  readonly headings: readonly string[]
  /** For each column what it holds; undefined where it is passed over. */
  readonly fields: readonly (Field | undefined)[]
  /** Headings we cannot use, for the person to see before anything is imported. */
  readonly ignored: readonly string[]
  /** Why a list with these headings cannot be read; empty where it can. */
  readonly problems: readonly string[]
}

/** Finds what the columns hold from the heading row. Of two columns for one thing the first is used. */
export function columnsOf(row: readonly string[]): Columns {
  const seen = new Set<Field>()
  const fields = row.map((heading) => {
    const field = fieldFor(heading)
    if (field === undefined || seen.has(field)) return undefined
    seen.add(field)
    return field
  })
  const problems = []
  if (!seen.has('full') && !(seen.has('last') && seen.has('first')))
    problems.push('The first row must have headings, among them “Last name” and “First name” (or “Name”).')
  if (!seen.has('birthDate')) problems.push('There is no column “Date of birth”.')
  return {
    headings: row,
    fields,
    ignored: row.filter((heading, at) => fields[at] === undefined && heading.trim() !== ''),
    problems,
  }
}
