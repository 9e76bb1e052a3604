import { readMyAccount } from '#domains/access/account/contract.ts'
import { useRead } from '../api.ts'
import { Loaded } from '../ui/Loaded.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Facts, Section } from '../ui/Section.tsx'
import { MyFactors } from './MyFactors.tsx'
import { MyPassword } from './MyPassword.tsx'
import { MySessions } from './MySessions.tsx'

export default function MyAccount() {
  const account = useRead(readMyAccount, {})
  return (
    <div style={{ maxWidth: '52rem' }}>
      <PageHeader title="My account" />
      <Loaded of={account} rows={10}>
        {(mine) => (
          <>
            <Section title="Who I am">
              <Facts
                of={[
                  ['Name', mine.displayName],
                  ['User name', mine.userName],
                  ['Mail', mine.email],
                ]}
              />
            </Section>
            <MyPassword account={mine} />
            <MyFactors account={mine} />
          </>
        )}
      </Loaded>
      <MySessions />
    </div>
  )
}
