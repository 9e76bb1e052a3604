import type { Db } from './database.ts'
import type { Job, Subscription } from './events.ts'
import type { Http } from './http.ts'

/** What a domain adds to the running system. Read by the composition roots alone. */
export type Wiring = {
  readonly name: string
  readonly routes: (http: Http) => void
  readonly subscriptions?: readonly Subscription[]
  readonly jobs?: readonly Job[]
  readonly permissions?: Permissions
  readonly sealed?: readonly Sealed[]
}

/** A column whose texts are sealed with the keys of the installation, told so that new keys can take over. */
export type Sealed = {
  /** "access.totp"; its `id` is a uuid. */
  readonly table: string
  readonly column: string
  /** The columns the context is made of, and how: see `Keyring.seal`. */
  readonly of: readonly string[]
  readonly context: (row: Readonly<Record<string, string>>) => string
}

/** For whom, where and when something is counted. `siteIds` null is every site. */
export type AttentionScope = { readonly siteIds: readonly string[] | null; readonly now: Temporal.Instant }

/** One line of the manager's first page: something late, at risk or waiting, whose number opens its rows. */
export type Attention = {
  readonly key: string
  readonly urgency: 'late' | 'at-risk' | 'waiting'
  /** In plain words, after a number: "claims denied and not yet worked". */
  readonly label: string
  /** The words after a 1, where they differ. */
  readonly one?: string
  /** Only people with this permission see the line. */
  readonly permission: string
  /** The page, with the filter that shows exactly the rows counted. */
  readonly to: string
  /** The number, and in a few words the worst of it ("oldest 12 days", "$4,210.00"). No PHI. */
  readonly count: (db: Db, scope: AttentionScope) => Promise<{ count: number; detail?: string }>
}

export type RoleName =
  | 'owner'
  | 'manager'
  | 'front-desk'
  | 'biller'
  | 'nurse'
  | 'provider'
  | 'hr'
  | 'compliance'
  | 'it'
  | 'patient'

/** A domain's permissions: what each allows in plain words, and the roles that hold it until the office decides otherwise. */
export type Permissions = Readonly<
  Record<string, { readonly title: string; readonly roles: readonly RoleName[] }>
>
