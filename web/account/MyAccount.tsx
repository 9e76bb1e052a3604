import { PageHeader } from '../ui/PageHeader.tsx'

export default function MyAccount() {
  return <PageHeader title="My account" />
}
