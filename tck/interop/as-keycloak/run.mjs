// Users of our authorization server log in at a real Keycloak.
import assert from 'node:assert/strict';
import { claimsOf } from '../as-oidc-provider/client.mjs';
import { asksForLogin, changed, Scene } from '../as-oidc-provider/scene.mjs';
import { Visitor } from '../as-oidc-provider/visitor.mjs';
import { withKeycloak } from '../keycloak-resource/keycloak.mjs';
import { Checks, describe } from '../lib/checks.mjs';
import { freePort, withServer } from '../lib/server.mjs';
import { BROKER, PASSWORDS, REALM, realm, SECRET } from './realm.mjs';

const checks = new Checks();
try {
    const port = await freePort();
    await withKeycloak(realm(`http://127.0.0.1:${port}/oauth/upstream/callback`), async keycloak => {
        const issuer = { url: `${keycloak}/realms/${REALM}`, take: () => [] };
        Object.assign(process.env, {
            MCP_OAUTH_AS_LOGIN: 'upstream',
            MCP_OAUTH_AS_OPENID_ENABLED: 'true',
            MCP_OAUTH_AS_UPSTREAM_ISSUER: issuer.url,
            MCP_OAUTH_AS_UPSTREAM_CLIENT_ID: BROKER,
            MCP_OAUTH_AS_UPSTREAM_CLIENT_SECRET: SECRET,
            MCP_OAUTH_AS_UPSTREAM_SCOPES: 'openid,profile,email',
        });
        await withServer(url => prove(new Scene(url, issuer, PASSWORDS)), port);
    });
} catch (error) {
    checks.fail('servers', describe(error));
}
checks.finish();
process.exit();

async function prove(scene) {
    await checks.sequence('login', loginSteps(scene));
    await checks.sequence('demands', demandSteps(scene));
    await checks.sequence('another account', [accountStep(scene)]);
    await checks.sequence('refused', refusalSteps(scene));
}

function loginSteps(scene) {
    const visitor = new Visitor();
    return [
        ['who logs in there gets a token of this server, with a subject of that issuer and nothing else of it', async () => {
            const client = await scene.client();
            const tokens = await client.tokens(await scene.whole(visitor, client, 'alice', { scope: 'openid mcp:tools' }));
            for (const claims of [claimsOf(tokens.access_token), claimsOf(tokens.id_token)]) {
                assert.equal(claims.iss, client.issuer);
                assert.match(claims.sub.replace(`${scene.issuer.url}#`, ''), /^[0-9a-f-]{36}$/);
                for (const name of ['name', 'email', 'roles', 'groups', 'realm_access']) assert.equal(claims[name], undefined, name);
            }
        }],
        ['a second client is asked about here, whatever the issuer remembers', async () => {
            const second = await scene.client();
            second.refused('access_denied', await visitor.decide(await visitor.open(second.request()), 'deny'), 'the user did not agree');
        }],
        ['two users there are two here', async () => {
            const subjects = new Set();
            for (const name of ['alice', 'bob', 'alice']) {
                const client = await scene.client();
                subjects.add((await client.claims(await scene.whole(new Visitor(), client, name))).sub);
            }
            assert.equal(subjects.size, 2);
        }],
    ];
}

function demandSteps(scene) {
    return [
        ['prompt=login makes the issuer ask again, and the token tells the new time', async () => {
            const { visitor, client } = await scene.loggedIn('alice');
            const request = await scene.leave(visitor, client, { prompt: 'login' });
            const started = Math.floor(Date.now() / 1000);
            const claims = await client.claims(await visitor.open(await scene.logIn(visitor, 'alice', request)));
            assert.ok(claims.auth_time >= started, `${claims.auth_time} since ${started}`);
        }],
        ['a browser that takes the demand for a login away gets no code', async () => {
            const { visitor, client } = await scene.loggedIn('alice');
            await new Promise(resolve => setTimeout(resolve, 1_100));
            const request = changed(await scene.leave(visitor, client, { prompt: 'login' }), { prompt: undefined, max_age: undefined });
            const back = await visitor.open((await visitor.open(request)).redirect);
            assert.equal(client.answer(back).error, 'unmet_authentication_requirements');
        }],
    ];
}

/** Keycloak asks for the password of the same user; whoever is somebody else restarts the login there, with a button. */
function accountStep(scene) {
    return ['who wants to be somebody else is asked there, and is', async () => {
        const { visitor } = await scene.loggedIn('alice');
        const second = await scene.client();
        const before = await visitor.decide(await visitor.open(second.request()), 'switch');
        const { redirect } = await visitor.decide(before, 'approve');
        assert.equal(redirect.searchParams.get('prompt'), 'login');
        const page = await visitor.open(redirect);
        asksForLogin(page);
        const [, restart] = /location\.href='([^']*\/login-actions\/restart[^']*)'/.exec(page.text);
        const fresh = await visitor.open(new URL(restart.replaceAll('&amp;', '&'), page.url));
        const back = await visitor.logIn(fresh, 'bob', PASSWORDS.bob);
        const bob = await scene.client();
        const subject = (await bob.claims(await scene.whole(new Visitor(), bob, 'bob'))).sub;
        assert.equal((await second.claims(await visitor.open(back.redirect))).sub, subject);
    }];
}

function refusalSteps(scene) {
    let client;
    const answered = async visitor => scene.logIn(visitor, 'alice', await scene.leave(visitor, client));
    return [
        ['an answer with a state of nobody, of another browser, or a second time is an error page', async () => {
            client = await scene.client();
            const visitor = new Visitor();
            const back = await answered(visitor);
            scene.stuck(await visitor.open(changed(back, { state: 'of-nobody' })));
            scene.stuck(await new Visitor().open(back));
            await client.tokens(await visitor.open(back));
            scene.stuck(await visitor.open(back));
        }],
        ['an answer that names another issuer, or none, is refused', async () => {
            for (const iss of ['http://evil.example', undefined]) {
                const visitor = new Visitor();
                client.refused('server_error', await visitor.open(changed(await answered(visitor), { iss })));
            }
        }],
        ['an ID token with the nonce of another attempt is refused', async () => {
            const visitor = new Visitor();
            const request = changed(await scene.leave(visitor, client), { nonce: 'of-another-attempt' });
            client.refused('server_error', await visitor.open(await scene.logIn(visitor, 'alice', request)));
        }],
        ['a code of another attempt is not redeemed', async () => {
            const [visitor, attacker] = [new Visitor(), new Visitor()];
            const [own, injected] = [await answered(visitor), await answered(attacker)];
            client.refused('server_error', await visitor.open(changed(own, { code: injected.searchParams.get('code') })));
        }],
        ['an issuer that may not ask its user says so, which is access_denied', async () => {
            const visitor = new Visitor();
            const back = await visitor.open(changed(await scene.leave(visitor, client), { prompt: 'none' }));
            assert.equal(back.redirect.searchParams.get('error'), 'login_required');
            client.refused('access_denied', await visitor.open(back.redirect));
        }],
    ];
}
