import type { Id } from '#kernel/id.ts'
import { organisationOf, siteOf } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import type { Sender } from './paper.ts'

/** Who a paper comes from: the practice at the site where it happened, or the practice itself. */
export async function senderOf(db: Db, siteId: Id<'Site'> | null): Promise<Sender> {
  const organisation = await organisationOf(db)
  const { address, city, state, zip, phone } = siteId ? await siteOf(db, siteId) : organisation
  return {
    name: organisation.name,
    address,
    city,
    state,
    zip: zip.replace(/^(\d{5})(\d{4})$/, '$1-$2'),
    phone,
  }
}
