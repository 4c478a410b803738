// Users of the issuer get tokens of our server, for clients that they agreed to.
import assert from 'node:assert/strict';
import { ask } from '../lib/http.mjs';
import { rpc, STATELESS } from '../lib/mcp.mjs';
import { claimsOf } from './client.mjs';
import { BROKER, SECRET } from './issuer.mjs';
import { asksForLogin, changed } from './scene.mjs';
import { Visitor } from './visitor.mjs';

const NOT_AGREED = 'the user did not agree';

/** The way there and back, and what is left of the issuer's tokens. */
export function loginSteps(scene) {
    const { issuer } = scene;
    const visitor = new Visitor();
    let client, request, tokens;
    return [
        ['the user agrees to the client before the browser goes there', async () => {
            client = await scene.client();
            const page = await scene.before(visitor, client);
            assert.ok(page.text.includes('127.0.0.1:18083'), 'where the code goes');
            client.refused('access_denied', await visitor.decide(page, 'deny'), NOT_AGREED);
            request = (await scene.leave(visitor, client)).searchParams;
            assert.deepEqual(issuer.take(), []);
        }],
        ['the request there has PKCE, a nonce and a state of its own', async () => {
            assert.equal(request.get('client_id'), BROKER);
            assert.equal(request.get('response_type'), 'code');
            assert.equal(request.get('scope'), 'openid profile email');
            assert.equal(request.get('redirect_uri'), `${client.issuer}/oauth/upstream/callback`);
            assert.equal(request.get('code_challenge_method'), 'S256');
            for (const name of ['state', 'nonce', 'code_challenge']) assert.equal(request.get(name).length, 43, name);
            assert.equal(request.get('prompt') ?? request.get('max_age'), null);
        }],
        ['who logs in there gets a code here, and a token of this server', async () => {
            tokens = await client.tokens(await scene.whole(visitor, client, 'alice', { scope: 'openid mcp:tools' }));
            const claims = claimsOf(tokens.access_token);
            assert.equal(claims.iss, client.issuer);
            assert.equal(claims.aud, scene.url);
            assert.equal(claims.client_id, client.id);
            const { message } = await rpc(scene.url, STATELESS, {
                method: 'tools/call', params: { name: 'whoami', arguments: {} }, token: tokens.access_token,
            });
            assert.equal(JSON.parse(message.result.content[0].text).sub, scene.subject('alice'));
        }],
        ['the subject is of that issuer; nothing else that it tells of the user is taken over', async () => {
            const info = await ask(`${client.issuer}/oauth/userinfo`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
            const here = [claimsOf(tokens.access_token), claimsOf(tokens.id_token), await info.json()];
            const [{ answer }] = issuer.take();
            assert.equal(claimsOf(answer.id_token).email, 'alice@there.example', 'the issuer tells more');
            for (const claims of here) {
                assert.equal(claims.sub, scene.subject('alice'));
                for (const name of ['name', 'email', 'roles', 'groups', 'auth_time']) assert.equal(claims[name], undefined, name);
            }
            for (const theirs of [answer.access_token, answer.id_token]) {
                assert.ok(!JSON.stringify(tokens).includes(theirs));
                assert.equal((await rpc(scene.url, STATELESS, { method: 'tools/list', token: theirs })).response.status, 401);
            }
        }],
        ['two users there are two here', async () => {
            const other = await scene.client();
            assert.equal((await other.claims(await scene.whole(new Visitor(), other, 'bob'))).sub, scene.subject('bob'));
            issuer.take();
        }],
    ];
}

/** RFC 6749, section 2.3.1: both are encoded before they are joined. */
export function secretSteps(scene) {
    return [
        ['client_secret_basic: name and secret stand in the header, encoded, and nowhere else', async () => {
            const client = await scene.client();
            await client.tokens(await scene.whole(new Visitor(), client, 'alice'));
            const [{ authorization, form, status }] = scene.issuer.take();
            assert.equal(status, 200);
            const [name, secret] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':')
                .map(part => new URLSearchParams(`v=${part}`).get('v'));
            assert.deepEqual([name, secret], [BROKER, SECRET]);
            assert.equal(form.client_secret ?? form.client_assertion, undefined);
            assert.equal(form.grant_type, 'authorization_code');
        }],
    ];
}

/** MCP security best practices, "Confused Deputy Problem": the issuer remembers its user, and us. */
export function deputySteps(scene) {
    let visitor;
    return [
        ['a second client of a user who is logged in here is asked about', async () => {
            ({ visitor } = await scene.loggedIn('alice'));
            const second = await scene.client();
            const page = await visitor.open(second.request());
            assert.ok(page.text?.includes(scene.subject('alice')), String(page));
            second.refused('access_denied', await visitor.decide(page, 'deny'), NOT_AGREED);
        }],
        ['a second client of a user who is logged in there only is asked about before the browser goes there', async () => {
            visitor.forget(scene.url);
            const second = await scene.client();
            second.refused('access_denied', await visitor.decide(await scene.before(visitor, second), 'deny'), NOT_AGREED);
            assert.deepEqual(scene.issuer.take(), [], 'no code was made there');
        }],
        ['the issuer asks nothing again, so that this page is all there is', async () => {
            const second = await scene.client();
            const back = await visitor.open(await scene.leave(visitor, second));
            assert.ok(back.redirect?.searchParams.has('code'), String(back));
            assert.equal((await second.claims(await visitor.open(back.redirect))).sub, scene.subject('alice'));
        }],
        ['consent of one browser is none of another', async () => {
            const stranger = new Visitor();
            const client = await scene.client();
            const page = await scene.before(visitor, client);
            scene.stuck(await stranger.decide(page, 'approve'));
        }],
    ];
}

/** What a client asks of a login (OpenID Connect Core 1.0, section 3.1.2.1). */
export function demandSteps(scene) {
    let visitor, client;
    const now = () => Math.floor(Date.now() / 1000);
    return [
        ['prompt=none without a login is login_required, and nobody goes there', async () => {
            ({ visitor, client } = await scene.loggedIn('alice'));
            client.refused('login_required', await new Visitor().open(client.request({ prompt: 'none' })));
            const other = await scene.client();
            other.refused('consent_required', await visitor.open(other.request({ prompt: 'none' })));
        }],
        ['prompt=login makes the issuer ask again, and the token tells the new time', async () => {
            const request = await scene.leave(visitor, client, { prompt: 'login' });
            assert.deepEqual(['prompt', 'max_age'].map(name => request.searchParams.get(name)), ['login', '0']);
            const started = now();
            const claims = await client.claims(await visitor.open(await scene.logIn(visitor, 'alice', request)));
            assert.ok(claims.auth_time >= started && claims.auth_time <= now(), `${claims.auth_time} since ${started}`);
        }],
        ['max_age is passed on; a login that is young enough is not repeated', async () => {
            const page = await visitor.open(client.request({ max_age: '600' }));
            const answer = page.redirect ? page : await visitor.decide(page, 'approve');
            assert.ok(Math.abs((await client.claims(answer)).auth_time - now()) < 60);
        }],
        ['a login that is too old is repeated there', async () => {
            await new Promise(resolve => setTimeout(resolve, 2_100));
            const request = await scene.leave(visitor, client, { max_age: '1' });
            assert.equal(request.searchParams.get('max_age'), '1');
            const started = now();
            const claims = await client.claims(await visitor.open(await scene.logIn(visitor, 'alice', request)));
            assert.ok(claims.auth_time >= started);
        }],
        ['a browser that takes the demand for a login away gets no code', async () => {
            const undated = changed(await scene.leave(visitor, client, { prompt: 'login' }), { prompt: undefined, max_age: undefined });
            client.refused('server_error', await visitor.open((await visitor.open(undated)).redirect));
            await new Promise(resolve => setTimeout(resolve, 1_100));
            const dated = changed(await scene.leave(visitor, client, { prompt: 'login' }), { prompt: undefined, max_age: '600' });
            const stale = await visitor.open((await visitor.open(dated)).redirect);
            assert.equal(client.answer(stale).error, 'unmet_authentication_requirements');
            assert.equal(client.answer(stale).code, undefined);
        }],
        ['a kind of login that the issuer does not know is unmet', async () => {
            const request = await scene.leave(visitor, client, { acr_values: 'urn:example:gold' });
            assert.equal(request.searchParams.get('acr_values'), 'urn:example:gold');
            const back = await visitor.open(request);
            assert.equal(client.answer(await visitor.open(back.redirect)).error, 'unmet_authentication_requirements');
        }],
        ['the hint of the client is passed on', async () => {
            const other = await scene.client();
            const request = await scene.leave(new Visitor(), other, { login_hint: 'alice', ui_locales: 'de' });
            assert.equal(request.searchParams.get('login_hint'), 'alice');
            asksForLogin(await new Visitor().open(request));
        }],
    ];
}
