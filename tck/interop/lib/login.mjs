// Walks a login and consent dialogue as a browser without JavaScript does: cookies, redirects, forms.
import { Browser, formsOf, isSent, submit } from './browser.mjs';

const MAX_HOPS = 12;
const APPROVING = /approve|allow|accept|authori[sz]e|consent|grant|continue|yes/i;
const REFUSING = /deny|refuse|reject|cancel|decline|no\b/i;

/**
 * Logs a user in and approves what is asked.
 *
 * @param authorizationUrl where the dialogue begins
 * @param user name and password
 * @param redirectUri where it ends; nothing needs to listen there unless visit is set
 * @param visit whether the redirect URI is called, too
 * @returns the URL that the browser would open at last, with the authorization response in its query
 */
export async function login(authorizationUrl, user, redirectUri, { visit = false } = {}) {
    const { browser, request, page } = await walk(authorizationUrl, user, target => target.origin + target.pathname === redirectUri);
    if (page) throw new Error(`${request.url.pathname} shows no form to go on with`);
    if (visit) await browser.open(request);
    return request.url;
}

/** Logs a user in and approves what is asked, until a page has no form any more, whose text is the answer. */
export async function confirm(url, user) {
    const { page } = await walk(url, user, () => false);
    return page;
}

/** Goes from page to page until a redirect leads to the end, or a page has no form to go on with. */
async function walk(start, user, isEnd) {
    const browser = new Browser();
    let request = { url: new URL(start) };
    let credentialsSent = false;
    for (let hop = 0; hop < MAX_HOPS; hop++) {
        const response = await browser.open(request);
        const location = response.headers.get('location');
        if (location !== null) {
            const target = new URL(location, request.url);
            if (isEnd(target)) return { browser, request: { url: target } };
            request = [307, 308].includes(response.status) ? { ...request, url: target } : { url: target };
            continue;
        }
        const page = await response.text();
        if (response.status !== 200) {
            throw new Error(`${request.url.pathname} answered ${response.status} in the login dialogue`);
        }
        const forms = formsOf(page);
        const loginForm = forms.find(form => form.fields.some(field => field.type === 'password'));
        if (loginForm && credentialsSent) throw new Error(`the credentials of ${user.name} were not accepted`);
        credentialsSent ||= loginForm !== undefined;
        const next = loginForm ? fillIn(loginForm, user, request.url) : approve(forms, request.url);
        if (!next) return { browser, request, page };
        request = next;
    }
    throw new Error(`no end of the login dialogue after ${MAX_HOPS} pages`);
}

function fillIn(form, user, page) {
    const nameField = form.fields.find(field => ['text', 'email'].includes(field.type));
    if (!nameField) throw new Error('the login form has no field for the user name');
    const values = form.fields.filter(isSent).map(field => {
        if (field === nameField) return [field.name, user.name];
        return [field.name, field.type === 'password' ? user.password : field.value];
    });
    return submit(form, values, form.buttons[0], page);
}

function approve(forms, page) {
    for (const form of forms) {
        const button =
            form.buttons.find(candidate => APPROVING.test(candidate.label) && !REFUSING.test(candidate.label)) ??
            form.buttons.find(candidate => !REFUSING.test(candidate.label));
        if (button) {
            // a box is ticked: the user grants everything that is asked
            const values = form.fields.filter(isSent).map(field => [field.name, field.value]);
            return submit(form, values, button, page);
        }
    }
    return undefined;
}
