// "Use another account": the issuer remembers its user, too (OpenID Connect Core 1.0, section 3.1.2.1).
import assert from 'node:assert/strict';
import { asksForLogin } from './scene.mjs';

/**
 * A user who is somebody else for a second client.
 *
 * @param prompt what the issuer is asked
 * @param choose answers the page of the issuer; the way back
 */
export function accountSteps(scene, prompt, choose) {
    return [
        [`who wants to be somebody else is asked there with prompt=${prompt}, and is`, async () => {
            const { visitor, second, request } = await leaveAsSomebodyElse(scene, prompt);
            const back = await choose(visitor, await visitor.open(request));
            assert.equal((await second.claims(await visitor.open(back.redirect))).sub, scene.subject('bob'));
        }],
    ];
}

/** An issuer that neither says which prompts it knows nor knows how to ask for an account, as it is by default. */
export function guessSteps(scene) {
    return [
        ['where the issuer refuses prompt=select_account, which it never said it knew, it is asked for a login', async () => {
            const { visitor, second, request } = await leaveAsSomebodyElse(scene, 'select_account');
            const refused = (await visitor.open(request)).redirect;
            assert.equal(refused.searchParams.get('error'), 'invalid_request');
            const again = (await visitor.open(refused)).redirect;
            assert.equal(again?.origin, scene.issuer.url, String(again));
            assert.equal(again.searchParams.get('prompt'), 'login');
            scene.stuck(await visitor.open(refused));
            const back = await logInAsBob(visitor, await visitor.open(again));
            assert.equal((await second.claims(await visitor.open(back.redirect))).sub, scene.subject('bob'));
        }],
    ];
}

async function leaveAsSomebodyElse(scene, prompt) {
    const { visitor } = await scene.loggedIn('alice');
    const second = await scene.client();
    const question = await visitor.open(second.request({ login_hint: 'alice' }));
    const before = await visitor.decide(question, 'switch');
    const { redirect: request } = await visitor.decide(before, 'approve');
    assert.equal(request.searchParams.get('prompt'), prompt);
    assert.equal(request.searchParams.get('login_hint'), null);
    return { visitor, second, request };
}

/** Logs in as bob at an issuer that still knows alice. */
export async function logInAsBob(visitor, page) {
    asksForLogin(page);
    return visitor.logIn(page, 'bob');
}

/** Chooses bob from a list. */
export async function chooseBob(visitor, page) {
    assert.ok(page.text.includes('name="account"'), String(page));
    return visitor.consent(await visitor.press(page, button => button.value === 'bob'));
}
