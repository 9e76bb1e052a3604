import { useState, type FormEvent } from 'react'
import { Problem } from '../problem.ts'

/** What stands in the fields of a plain form, by name. Passwords never become state. */
export const typedIn = (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault()
  return Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>
}

export const codeIn = (event: FormEvent<HTMLFormElement>) =>
  (typedIn(event)['code'] ?? '').replaceAll(/[\s-]/g, '')

/** The browser says in its own words why a passkey was not made or used; ours say what to do. */
const passkeyProblem = () =>
  new Problem({
    status: 0,
    title: 'The passkey was not used.',
    detail: 'The browser or the person stopped it. Try again, or use another way.',
  })

/** Runs one step of proving who one is; keeps its refusal beside the fields, and what was typed stays. */
export function useStep<T>(settle: (result: T) => void) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  async function run(step: () => Promise<T>) {
    setBusy(true)
    setProblem(null)
    try {
      settle(await step())
    } catch (failure) {
      setProblem(failure instanceof Problem ? failure : passkeyProblem())
    } finally {
      setBusy(false)
    }
  }
  return { problem, busy, run }
}
