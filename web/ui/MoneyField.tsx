import { money, parseMoney, type Cents } from '#kernel/cents.ts'
import { phoneWords, readPhone } from './readTyped.ts'
import { TypedField, type FieldProps } from './TypedField.tsx'

/** An amount in whole cents. "12.5", "$1,200" and "(5.00)" are understood; credits only where `credit` allows them. */
export function MoneyField({ credit = false, ...field }: FieldProps<Cents> & { credit?: boolean }) {
  return (
    <TypedField
      placeholder="0.00"
      {...field}
      read={(typed) => {
        const cents = parseMoney(typed)
        return cents !== undefined && (credit || cents >= 0) ? cents : undefined
      }}
      show={money}
      same={(a, b) => a === b}
      hint="Write the amount in dollars and cents: 25 or 25.50."
      inputProps={{
        inputMode: 'decimal',
        autoComplete: 'off',
        maw: '10rem',
        leftSection: '$',
        styles: { input: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' } },
      }}
    />
  )
}

/** A telephone number, shown as (212) 555-0142. The value is its ten digits, or what was typed after a "+" abroad. */
export function PhoneField(field: FieldProps<string>) {
  return (
    <TypedField
      placeholder="(212) 555-0142"
      {...field}
      read={(typed) =>
        readPhone(typed) ?? (/^\+\d[\d\s]{6,18}$/.test(typed.trim()) ? typed.trim() : undefined)
      }
      show={phoneWords}
      same={(a, b) => a === b}
      hint="Write ten digits, with the area code."
      inputProps={{ type: 'tel', inputMode: 'tel', maw: '14rem', autoComplete: 'off' }}
    />
  )
}
