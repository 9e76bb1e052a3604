/** Staff, providers and their credentials, as the rest of the practice sees them. */
export { blockingKinds, kindWords as credentialWords } from './credentials/credential.ts'
export { lapsedBlocking } from './credentials/queries.ts'
