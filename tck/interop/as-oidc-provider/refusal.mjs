// What must not lead to a code: answers that were changed or swapped, and an issuer that refuses.
import assert from 'node:assert/strict';
import { changed } from './scene.mjs';
import { Visitor } from './visitor.mjs';

/** Answers of the issuer that somebody tampered with. */
export function tamperedSteps(scene) {
    const { issuer } = scene;
    let client;
    const attempt = async visitor => scene.leave(visitor, client);
    const answered = async visitor => scene.logIn(visitor, 'alice', await attempt(visitor));
    return [
        ['an answer with a state of nobody, or none, is an error page, and no code is redeemed', async () => {
            client = await scene.client();
            const visitor = new Visitor();
            const back = await answered(visitor);
            for (const state of ['of-nobody', undefined]) scene.stuck(await visitor.open(changed(back, { state })));
            assert.deepEqual(issuer.take(), []);
            await client.tokens(await visitor.open(back));
            issuer.take();
        }],
        ['an answer is for the browser that left, and uses nothing up elsewhere', async () => {
            const victim = new Visitor();
            const attacker = new Visitor();
            const [ofVictim, ofAttacker] = [await answered(victim), await answered(attacker)];
            scene.stuck(await victim.open(ofAttacker));
            scene.stuck(await attacker.open(ofVictim));
            scene.stuck(await new Visitor().open(ofVictim));
            assert.deepEqual(issuer.take(), []);
            await client.tokens(await victim.open(ofVictim));
            issuer.take();
        }],
        ['an answer is taken once', async () => {
            const visitor = new Visitor();
            const back = await answered(visitor);
            await client.tokens(await visitor.open(back));
            scene.stuck(await visitor.open(back));
            assert.equal(issuer.take().length, 1);
        }],
        ['an answer that names another issuer, or none, is refused before its code is redeemed', async () => {
            for (const iss of ['http://evil.example', '', undefined]) {
                const visitor = new Visitor();
                const back = await answered(visitor);
                client.refused('server_error', await visitor.open(changed(back, { iss })));
                scene.stuck(await visitor.open(back));
            }
            assert.deepEqual(issuer.take(), []);
        }],
        ['an ID token with the nonce of another attempt is refused, though all the rest is right', async () => {
            const visitor = new Visitor();
            const request = changed(await attempt(visitor), { nonce: 'of-another-attempt' });
            client.refused('server_error', await visitor.open(await scene.logIn(visitor, 'alice', request)));
            assert.equal(issuer.take()[0].status, 200, 'the issuer saw nothing wrong');
            await scene.before(visitor, client); // nobody is logged in here
        }],
        ['a request without a nonce leads to nothing', async () => {
            const visitor = new Visitor();
            const request = changed(await attempt(visitor), { nonce: undefined });
            client.refused('server_error', await visitor.open(await scene.logIn(visitor, 'alice', request)));
            assert.equal(issuer.take()[0].status, 200);
        }],
        ['a code of another attempt is not redeemed', async () => {
            const [visitor, attacker] = [new Visitor(), new Visitor()];
            const [own, injected] = [await answered(visitor), await answered(attacker)];
            const mixed = changed(own, { code: injected.searchParams.get('code') });
            client.refused('server_error', await visitor.open(mixed));
            const [call] = issuer.take();
            assert.deepEqual([call.status, call.answer.error], [400, 'invalid_grant'], 'PKCE');
        }],
        ['a code that the issuer never made is refused', async () => {
            const visitor = new Visitor();
            client.refused('server_error', await visitor.open(changed(await answered(visitor), { code: 'invented' })));
            assert.equal(issuer.take()[0].answer.error, 'invalid_grant');
        }],
    ];
}

/** What the issuer says no to, and an issuer that is not there. */
export function refusedSteps(scene) {
    const { issuer } = scene;
    let client;
    return [
        ['a user who gives up there is access_denied', async () => {
            client = await scene.client();
            const visitor = new Visitor();
            const page = await visitor.open(await scene.leave(visitor, client));
            const [, abort] = /href="([^"]*\/abort)"/.exec(page.text);
            const back = await visitor.open(new URL(abort, page.url));
            assert.equal(back.redirect.searchParams.get('error'), 'access_denied');
            client.refused('access_denied', await visitor.open(back.redirect));
            scene.stuck(await visitor.open(back.redirect));
        }],
        ['an issuer that may not ask its user says so, which is access_denied', async () => {
            const visitor = new Visitor();
            const back = await visitor.open(changed(await scene.leave(visitor, client), { prompt: 'none' }));
            assert.equal(back.redirect.searchParams.get('error'), 'login_required');
            client.refused('access_denied', await visitor.open(back.redirect));
        }],
        ['an error that is not about the user is server_error, in words of this server', async () => {
            const visitor = new Visitor();
            const back = await visitor.open(changed(await scene.leave(visitor, client), { code_challenge_method: 'S512' }));
            assert.equal(back.redirect.searchParams.get('error'), 'invalid_request');
            client.refused('server_error', await visitor.open(back.redirect));
        }],
        ['an issuer that goes away during the login is temporarily_unavailable', async () => {
            const visitor = new Visitor();
            const back = await scene.logIn(visitor, 'alice', await scene.leave(visitor, client));
            issuer.stop();
            try {
                client.refused('temporarily_unavailable', await visitor.open(back));
            } finally {
                await issuer.restart();
            }
        }],
        ['a new signing key of the issuer is found', async () => {
            await client.tokens(await scene.whole(new Visitor(), client, 'alice'));
            await issuer.changeKey();
            const claims = await client.claims(await scene.whole(new Visitor(), client, 'alice'));
            assert.equal(claims.sub, scene.subject('alice'));
            issuer.take();
        }],
    ];
}
