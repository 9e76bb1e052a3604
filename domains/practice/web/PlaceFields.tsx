import { TextInput } from '@mantine/core'
import { Row } from '#web/ui/Form.tsx'
import type { FormState } from '#web/ui/useForm.ts'

export type Place = { address: string; city: string; state: string; zip: string; phone: string }

/** The fields of an address and its telephone. */
export function PlaceFields<V extends Place, R>({ form }: { form: FormState<V, R> }) {
  const of = form as unknown as FormState<Place, R>
  return (
    <>
      <TextInput label="Street address" maxLength={200} autoComplete="off" {...of.text('address')} />
      <Row>
        <TextInput label="City" maxLength={80} {...of.text('city')} />
        <TextInput label="State" description="Two letters" maxLength={2} {...of.text('state')} />
        <TextInput label="ZIP" maxLength={10} inputMode="numeric" {...of.text('zip')} />
      </Row>
      <TextInput label="Telephone" maxLength={30} inputMode="tel" {...of.text('phone')} />
    </>
  )
}

/** "812-555-0100" of the ten digits that are kept. */
export const phoneWords = (digits: string) =>
  digits.length === 10 ? `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}` : digits

/** "47401-0001" of nine digits. */
export const zipWords = (digits: string) =>
  digits.length === 9 ? `${digits.slice(0, 5)}-${digits.slice(5)}` : digits
