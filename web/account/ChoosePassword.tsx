import { PasswordInput } from '@mantine/core'
import type { Problem } from '../problem.ts'

/** A new password. What is wrong with it stands beside it; nothing but its length is asked for. */
export function ChoosePassword({
  shortest,
  problem,
  label = 'Password',
}: {
  shortest: number
  problem: Problem | null
  label?: string
}) {
  const wrong = problem?.fields.find(({ pointer }) => pointer === '/password')?.message
  return (
    <PasswordInput
      name="password"
      label={label}
      description={`At least ${shortest} characters. Three or four words in a row are easy to remember; paste from a password manager is welcome.`}
      autoComplete="new-password"
      minLength={shortest}
      error={wrong}
      required
      withAsterisk={false}
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
    />
  )
}
