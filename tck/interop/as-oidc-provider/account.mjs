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
            const { visitor } = await scene.loggedIn('alice');
            const second = await scene.client();
            const question = await visitor.open(second.request({ login_hint: 'alice' }));
            const before = await visitor.decide(question, 'switch');
            const { redirect } = await visitor.decide(before, 'approve');
            assert.equal(redirect.searchParams.get('prompt'), prompt);
            assert.equal(redirect.searchParams.get('login_hint'), null);
            const back = await choose(visitor, await visitor.open(redirect));
            assert.equal((await second.claims(await visitor.open(back.redirect))).sub, scene.subject('bob'));
        }],
    ];
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
