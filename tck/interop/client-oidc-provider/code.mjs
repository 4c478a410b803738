// What our client does with codes and tokens at an oidc-provider.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SECRET } from './issuer.mjs';

const LIFE_S = 600;

/** Steps from the first call to the last token; clients are named after the runtime. */
export function codeSteps(driver, issuer, resource, { runtime, trust }) {
    const name = `${runtime} registered`;
    const asker = { runtime, issuer: issuer.url, clientId: 'asker', clientSecret: SECRET };
    const call = client => driver.send('call', { client });
    let spent;
    return [
        ['a call finds the server, registers, has the user log in and is answered', async () => {
            await driver.send('client', { client: name, runtime, server: resource.url });
            assert.equal((await call(name)).status, 200);
            assert.deepEqual(resource.requests.map(request => request.status), [401, 200]);
            const [registration] = issuer.take('/reg');
            assert.equal(registration.status, 201);
            assert.equal(registration.form.application_type, 'native');
            const asked = driver.authorizations.at(-1).searchParams;
            const [redeemed] = issuer.take('/token');
            assert.equal(asked.get('code_challenge_method'), 'S256');
            assert.equal(asked.get('code_challenge'), createHash('sha256').update(redeemed.form.code_verifier).digest('base64url'));
            assert.equal(asked.get('resource'), resource.url);
            assert.equal(redeemed.form.resource, resource.url);
            spent = redeemed.answer.refresh_token;
        }],
        ['the token serves the next call', async () => {
            assert.equal((await call(name)).status, 200);
            assert.deepEqual(issuer.take('/token'), []);
        }],
        ['a token at its end is renewed, and the refresh token replaced', async () => {
            await driver.send('elapse', { runtime, seconds: LIFE_S + 1 });
            assert.equal((await call(name)).status, 200);
            const [refresh, ...more] = issuer.take('/token');
            assert.deepEqual(more, []);
            assert.equal(refresh.form.refresh_token, spent);
            assert.equal(refresh.form.resource, resource.url);
            assert.notEqual(refresh.answer.refresh_token, spent);
            await driver.send('elapse', { runtime, seconds: LIFE_S + 1 });
            assert.equal((await call(name)).status, 200);
            assert.equal(issuer.take('/token')[0].form.refresh_token, refresh.answer.refresh_token);
        }],
        ['a token that the server ended is renewed, and the call repeated', async () => {
            await issuer.destroy(resource.requests.at(-1).token);
            assert.equal((await call(name)).status, 200);
            const [refresh, ...more] = issuer.take('/token');
            assert.deepEqual([refresh.form.grant_type, refresh.status, more.length], ['refresh_token', 200, 0]);
        }],
        ['a spent refresh token ends the family; the user is asked once and calls go on', async () => {
            const { client_id: clientId } = Object.fromEntries(driver.authorizations.at(-1).searchParams);
            const again = { runtime, issuer: issuer.url, clientId, method: 'none', token: spent, resource: resource.url };
            await assert.rejects(driver.send('refresh', again), { error: 'invalid_grant' });
            const before = driver.authorizations.length;
            assert.equal((await call(name)).status, 200);
            assert.equal(driver.authorizations.length, before + 1);
            const requests = issuer.take('/token').slice(1);
            assert.deepEqual(requests.map(({ form, status }) => [form.grant_type, status]), [
                ['refresh_token', 400],
                ['authorization_code', 200],
            ]);
        }],
        ['two nodes that meet the end of one token refresh once, and neither loses the new one', async () => {
            const nodes = [`${runtime} one`, `${runtime} two`];
            for (const node of nodes) {
                await driver.send('runtime', { runtime: node, trust, store: runtime });
                await driver.send('client', { client: 'node', runtime: node, server: resource.url, clientId: 'basic', clientSecret: SECRET, as: node });
            }
            assert.equal((await call(nodes[0])).status, 200);
            for (let round = 0; round < 2; round++) {
                issuer.take('/token');
                for (const node of nodes) await driver.send('elapse', { runtime: node, seconds: LIFE_S + 1 });
                const answers = await Promise.all([...nodes, ...nodes].map(call));
                assert.ok(answers.every(({ status }) => status === 200));
                assert.deepEqual(issuer.take('/token').map(({ form, status }) => [form.grant_type, status]), [['refresh_token', 200]]);
            }
        }],
        ['introspection tells a good token', async () => {
            const token = await driver.send('token', { client: name });
            const answer = await driver.send('introspect', { ...asker, token });
            assert.equal(answer.active, true);
            assert.equal(answer.aud, resource.url);
        }],
        ['introspection with a wrong secret is refused', async () => {
            const refused = driver.send('introspect', { ...asker, clientSecret: 'wrong', token: 'any' });
            await assert.rejects(refused, { error: 'invalid_client' });
        }],
        ['revocation ends the tokens at the server, and the next call asks the user', async () => {
            const token = await driver.send('token', { client: name });
            await driver.send('revoke', { client: name });
            assert.ok(issuer.take('/token/revocation').every(({ status }) => status === 200));
            assert.equal((await driver.send('introspect', { ...asker, token })).active, false);
            const before = driver.authorizations.length;
            assert.equal((await call(name)).status, 200);
            assert.equal(driver.authorizations.length, before + 1);
        }],
        ['more scopes are asked for when a call needs them, together with those so far', async () => {
            resource.scope = 'notes:write';
            assert.equal((await call(name)).status, 200);
            const asked = driver.authorizations.at(-1).searchParams.get('scope').split(' ').sort();
            assert.deepEqual(asked, ['mcp:tools', 'notes:write', 'offline_access']);
            resource.scope = 'mcp:tools';
        }],
        ['a response of another issuer is discarded: the code stays unspent', async () => {
            const other = `${runtime} forged`;
            await driver.send('client', { client: other, runtime, server: resource.url });
            const honest = driver.user;
            driver.user = async (url, redirectUri) => {
                const answer = await honest(url, redirectUri);
                answer.searchParams.set('iss', `${issuer.url}/`);
                return answer;
            };
            issuer.take('/token');
            await assert.rejects(call(other), { code: 'RESPONSE_ISSUER_MISMATCH' }).finally(() => (driver.user = honest));
            assert.deepEqual(issuer.take('/token'), []);
        }],
    ];
}
