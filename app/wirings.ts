/** Every domain of the program, in the order of the map. */
import { practice } from '#domains/practice/wiring.ts'
import { access } from '#domains/access/wiring.ts'
import { facilities } from '#domains/facilities/wiring.ts'
import { patients } from '#domains/patients/wiring.ts'
import { workforce } from '#domains/workforce/wiring.ts'
import { ledger } from '#domains/ledger/wiring.ts'
import { scheduling } from '#domains/scheduling/wiring.ts'
import { insurance } from '#domains/insurance/wiring.ts'
import { claims } from '#domains/claims/wiring.ts'
import { billing } from '#domains/billing/wiring.ts'
import { reporting } from '#domains/reporting/wiring.ts'
import type { Wiring } from '#platform/wiring.ts'

export const wirings: readonly Wiring[] = [
  practice,
  access,
  facilities,
  patients,
  workforce,
  ledger,
  scheduling,
  insurance,
  claims,
  billing,
  reporting,
]
