/** A reason the practice can say no: part of the domain's language and of the public API. */
export type Reason = { readonly code: string; readonly status: number; readonly title: string }

export const reason = (code: string, status: number, title: string): Reason => ({ code, status, title })

/** Where a refusal belongs on a form: a JSON pointer into the body ("/bornOn") and what to do about it. */
export type FieldError = { readonly pointer: string; readonly message: string }

export type RefusalDetails = {
  readonly fields?: readonly FieldError[]
  /** Facts the page can act on (free times, the existing record). Part of the reply: no secrets, minimum necessary. */
  readonly facts?: Readonly<Record<string, unknown>>
}

/** Thrown by rules and commands; the HTTP layer turns it into problem+json. Anything else thrown is a bug. */
export class Refusal extends Error {
  readonly reason: Reason
  readonly details: RefusalDetails
  constructor(because: Reason, detail?: string, details: RefusalDetails = {}) {
    super(detail ?? because.title)
    this.reason = because
    this.details = details
  }
}

export function refuse(because: Reason, detail?: string, details?: RefusalDetails): never {
  throw new Refusal(because, detail, details)
}

export const NotFound = reason('not-found', 404, 'There is no such record.')
export const AlreadyExists = reason('already-exists', 409, 'This was already recorded.')
/** Optimistic versions: every edit carries the version it saw. */
export const Stale = reason(
  'changed-meanwhile',
  409,
  'Somebody else changed this while you had it open. Your entries are kept: look at the new version and save again.',
)
export const Malformed = reason('malformed', 400, 'The request does not have the expected form.')
export const Forbidden = reason('forbidden', 403, 'You do not have permission to do that.')
export const NotSignedIn = reason('not-signed-in', 401, 'Please sign in.')
export const StepUpNeeded = reason('step-up-needed', 403, 'Please confirm that it is you before doing this.')
